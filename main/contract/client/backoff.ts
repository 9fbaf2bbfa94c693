export interface Backoff {
  readonly minMs: number;
  readonly maxMs: number;
  /** In [0, 1). */
  readonly random: () => number;
}

/** Wait before try number `attempt` (0 = the first): doubles from minMs to maxMs, between half and all of it at random. */
export const backoffMs = (attempt: number, { minMs, maxMs, random }: Backoff): number => {
  const ceiling = Math.min(maxMs, minMs * 2 ** Math.min(attempt, 30));
  return Math.round(Math.max(minMs, ceiling / 2 + (ceiling / 2) * random()));
};
