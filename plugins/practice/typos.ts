import type { Sentence } from './sentence.ts';

const known = new Set(
  (
    'what much many spend spent spending receipt receipts biggest largest total groceries transport coffee january february march april ' +
    'june july august september october november december tidy clean downloads folder undo remind reminder reminders minute minutes hour hours ' +
    'every tomorrow morning evening monday tuesday wednesday thursday friday saturday sunday remember forget search fetch replace write create ' +
    'list show read find count lines words files file note notes todo todos tick done tell send message changed today disk time start over help'
  ).split(' '),
);

/** One letter missing, added or different, or two neighbours swapped. */
export const isOneSlipAway = (a: string, b: string): boolean => {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let head = 0;
  while (head < a.length && a[head] === b[head]) head += 1;
  const restA = a.slice(head);
  const restB = b.slice(head);
  if (restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)) return true;
  return restA.slice(2) === restB.slice(2) && restA[0] === restB[1] && restA[1] === restB[0];
};

const repairWord = (word: string): string => {
  const lower = word.toLowerCase();
  if (lower.length < 4 || known.has(lower)) return word;
  const near = [...known].filter((candidate) => candidate.length >= 4 && isOneSlipAway(lower, candidate));
  return near.length === 1 ? (near[0] ?? word) : word;
};

const tokens = /"[^"]*"|`[^`]*`|\S*[./\\]\S*|[A-Za-z]+/g;

/** The sentence with slips in words of the rules repaired, one word at a time and then all. Paths and quoted text stay. */
export function* repairTypos(sentence: Sentence): Generator<Sentence> {
  const slips = [...sentence.text.matchAll(tokens)].filter(([token]) => /^[A-Za-z]+$/.test(token) && repairWord(token) !== token);
  const repaired = (chosen: typeof slips): string =>
    chosen.reduceRight(
      (text, { 0: token, index }) => text.slice(0, index) + repairWord(token) + text.slice(index + token.length),
      sentence.text,
    );
  // Other words only look like slips, so as few as possible are touched.
  for (const slip of slips) yield { ...sentence, text: repaired([slip]) };
  if (slips.length > 1) yield { ...sentence, text: repaired(slips) };
}
