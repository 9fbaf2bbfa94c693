import type { Random } from '../chaos/random.ts';

export interface Fuzzed {
  /** Cases that were really tried. */
  readonly cases: number;
  /** What may never be: a crash, a way round, a broken promise. */
  readonly faults: readonly string[];
}
/** Tries `n` cases; the seed alone decides which. */
export type FuzzTarget = (o: { random: Random; n: number; toolboxDir: string }) => Promise<Fuzzed>;
