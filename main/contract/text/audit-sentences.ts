import type { Sentence } from './sentences.ts';

/** What can be wrong with the record of decisions; {rows} is "Row 5" or "Rows 5 to 9". */
export const auditSentences = {
  'audit-whole': { what: 'The log is whole: {rows} rows.' },
  'audit-edited': { what: '{rows}: changed after it was written, or not written by Pynchy.' },
  'audit-moved': { what: '{rows}: stands in another place than it was written in (it was row {was}).' },
  'audit-gap': { what: '{rows}: missing.' },
  'audit-broken-link': { what: '{rows}: does not follow the row before it; one was taken out, put in or replaced.' },
  'audit-other-key': { what: 'No row fits the key: the whole log was written anew, or its key was replaced.' },
  'audit-cut': { what: 'The end is cut off: rows from {seq} on were there and are gone.' },
  'audit-rewritten': { what: '{rows}: says something else than when it was vouched for; the log was written anew.' },
  'audit-anchor-edited': { what: 'The file that vouches for the log (audit-anchors.jsonl) was changed, at row {seq} of the log.' },
  'audit-anchors-missing': { what: 'The file that vouches for the end of the log (audit-anchors.jsonl) is gone.' },
  'audit-anchors-anew': {
    what: 'The file that vouches for the end of the log was gone at a start and was begun anew at row {seq}: what was cut off before cannot be seen.',
  },
  'audit-cut-at-start': {
    what: 'The record of decisions does not fit what vouches for it: its end was cut off or changed while Pynchy was off.',
    next: 'See what is wrong with: {pynchy} audit verify',
  },
} satisfies Readonly<Record<string, Sentence>>;
