/** What the user wrote, ready for matching. */
export interface Sentence {
  /** As written, trimmed. */
  readonly raw: string;
  /** Without courtesy, address and closing punctuation; spaces collapsed, quotes straight, case and line breaks kept. */
  readonly text: string;
  /** When it is read, for "tomorrow at 9". Local time of the host. */
  readonly now: Date;
}

const opening =
  /^(?:(?:hey|hi|hello|ok|okay|so|and|now|then|well|@?(?:pynchy|practice))[\s,:!]+|please[\s,]+|just\s+|(?:can|could|would|will) you (?:please |kindly |just )?|(?:i(?:'d| would) like you to|i want you to|i need you to|go ahead and)\s+)/i;
const closing = /(?:[\s,]+(?:please|pls|thanks|thank you|for me|now))+$/i;

const straighten = (text: string): string =>
  text
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d\u201e]/g, '"')
    .replace(/[^\S\n]+/g, ' ')
    .trim();

const withoutOpening = (text: string): string => {
  let rest = text;
  // A greeting alone is a sentence of its own, so the last words are never taken away.
  for (let next = rest.replace(opening, ''); next !== rest && next !== ''; next = rest.replace(opening, '')) rest = next;
  return rest;
};

const withoutClosing = (text: string): string => {
  const bare = text.replace(/[\s?!.,;:\u2026]+$/u, '');
  const short = bare.replace(closing, '').replace(/[\s?!.,;:\u2026]+$/u, '');
  return short === '' ? bare || text : short;
};

export const readSentence = (raw: string, now: Date): Sentence => ({
  raw: raw.trim(),
  text: withoutClosing(withoutOpening(straighten(raw))),
  now,
});

/** Only the address and courtesy in front are gone: what follows is kept to the letter (commands, file contents). */
export const afterOpening = (sentence: Sentence): string => withoutOpening(sentence.raw);
