import type { Block, ModelRequest, TranscriptEntry } from '#contract/model/transcript.ts';

export const charsPerToken = 3;
/** What a picture counts: vendors make large ones smaller, to about this many. */
const pictureTokens = 1600;

// Entries are never changed once they are in a transcript, so each is measured once, however many accounts are tried.
const measured = new WeakMap<TranscriptEntry, number>();

/** Characters of an entry in a request, the comma that parts it from its neighbour included. */
export const charsOf = (entry: TranscriptEntry): number => {
  let chars = measured.get(entry);
  if (chars === undefined) {
    const pictures = entry.blocks.filter(({ type }) => type === 'image').length;
    chars = JSON.stringify(entry).length + 1 + pictures * pictureTokens * charsPerToken;
    measured.set(entry, chars);
  }
  return chars;
};
export const charsOfAll = (transcript: readonly TranscriptEntry[]): number => transcript.reduce((sum, entry) => sum + charsOf(entry), 1);

/** Tokens of a request, estimated on the high side (3 characters each) because no vendor's tokenizer is at hand. */
export const estimateTokens = (request: Pick<ModelRequest, 'system' | 'tools' | 'transcript'>): number =>
  Math.ceil((request.system.length + JSON.stringify(request.tools).length + charsOfAll(request.transcript)) / charsPerToken);

const marker = '\n[the rest was left out to save room]';
const shortened = (block: Block, limit: number): Block =>
  block.type === 'tool-result' && block.text.length > limit + marker.length
    ? { ...block, text: block.text.slice(0, limit) + marker }
    : block;

/**
 * Shortens old tool results, the oldest first, until the transcript fits `budgetTokens`; the last two entries are touched
 * only when nothing else is left. Null when even that is not enough.
 */
export const shortenToFit = (
  transcript: readonly TranscriptEntry[],
  fixedTokens: number,
  budgetTokens: number,
): TranscriptEntry[] | null => {
  const entries = [...transcript];
  const budgetChars = (budgetTokens - fixedTokens) * charsPerToken;
  let chars = charsOfAll(entries);
  if (chars <= budgetChars) return entries;
  for (const keepLast of [2, 0]) {
    for (const limit of [2000, 400, 80]) {
      for (let at = 0; at < entries.length - keepLast; at++) {
        const entry = entries[at] as TranscriptEntry;
        const blocks = entry.blocks.map((block) => shortened(block, limit));
        if (blocks.every((block, i) => block === entry.blocks[i])) continue;
        const shorter = { role: entry.role, blocks };
        chars += charsOf(shorter) - charsOf(entry);
        entries[at] = shorter;
        if (chars <= budgetChars) return entries;
      }
    }
  }
  return null;
};
