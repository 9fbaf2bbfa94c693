import type { TranscriptEntry } from '#plugin-api';
import { shortened } from './answer/markdown.ts';
import { everythingSaid } from './conversation.ts';

const mostSentences = 40;

/** The harness asks for a summary when a conversation grows too long; there are no tools then. */
export const asksForSummary = (sentence: string): boolean => /^\[from the harness\]/i.test(sentence);

/** Rules cannot sum up, so the summary is what was said, word for word as far as it fits. */
export const summaryOf = (transcript: readonly TranscriptEntry[]): string => {
  const said = everythingSaid(transcript)
    .map((s) => s.text)
    .filter((text) => !asksForSummary(text));
  const shown = said.slice(-mostSentences);
  const head = said.length > shown.length ? `the last ${shown.length} of ${said.length} messages` : 'the messages so far';
  return `Made by Practice (fixed rules, no AI), so it only lists ${head}; the answers are left out.\n\n${shown.map((text) => `- ${shortened(text.replace(/\s+/g, ' '), 300)}`).join('\n')}`;
};
