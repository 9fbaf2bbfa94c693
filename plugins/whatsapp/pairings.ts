import type { Rows } from './rows.ts';
import type { Timing } from './timing.ts';

/** How often codes were shown lately: hammering is what gets numbers banned. Kept, so that a restart is no way around. */
export const createPairings = (rows: Rows, timing: Timing, now: () => number) => {
  const key = 'pairings';
  const recent = (): number[] =>
    (JSON.parse(rows.get(key) ?? '[]') as number[]).filter((at) => at > now() - timing.pairingsPerMs && at <= now());
  return {
    /** Ms until the next one may begin; 0 is now. */
    waitMs(): number {
      const list = recent();
      const oldest = list.at(-timing.pairingsMax);
      return oldest === undefined ? 0 : oldest + timing.pairingsPerMs - now();
    },
    began: (): void => rows.commit([[key, JSON.stringify([...recent(), now()])]]),
    done: (): void => rows.commit([[key, null]]),
  };
};
export type Pairings = ReturnType<typeof createPairings>;
