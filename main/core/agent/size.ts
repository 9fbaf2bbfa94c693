import type { ModelRequest, TranscriptEntry } from '#contract/model/transcript.ts';

/** Tokens of a request, estimated on the high side (3 characters each) because no vendor's tokenizer is at hand. */
export const estimateTokens = (request: Pick<ModelRequest, 'system' | 'tools' | 'transcript'>): number =>
  Math.ceil((request.system.length + JSON.stringify(request.tools).length + JSON.stringify(request.transcript).length) / 3);

/**
 * Shortens the longest old tool results until the transcript fits `budgetTokens`; the last two entries are touched only when
 * nothing else is left. Null when even that is not enough.
 */
export const shortenToFit = (
  transcript: readonly TranscriptEntry[],
  fixedTokens: number,
  budgetTokens: number,
): TranscriptEntry[] | null => {
  const entries = transcript.map((e) => ({ role: e.role, blocks: [...e.blocks] }));
  const tokens = (): number => fixedTokens + Math.ceil(JSON.stringify(entries).length / 3);
  for (const keepLast of [2, 0]) {
    for (const limit of [2000, 400, 80]) {
      for (const entry of entries.slice(0, entries.length - keepLast)) {
        entry.blocks = entry.blocks.map((b) =>
          b.type === 'tool-result' && b.text.length > limit
            ? { ...b, text: `${b.text.slice(0, limit)}\n[the rest was left out to save room]` }
            : b,
        );
        if (tokens() <= budgetTokens) return entries;
      }
      if (tokens() <= budgetTokens) return entries;
    }
  }
  return null;
};
