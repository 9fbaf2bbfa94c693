export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** A bucket of tokens that fills by itself. `mono` in ms. */
export const createBucket = ({ perSecond, burst }: Rate, mono: () => number) => {
  let level = burst;
  let at = mono();
  const fill = (): void => {
    const now = mono();
    level = Math.min(burst, level + ((now - at) / 1000) * perSecond);
    at = now;
  };
  return {
    /** How long until one may be taken and `reserve` are still left; 0 = now. */
    waitMs(reserve: number): number {
      fill();
      return Math.max(0, Math.ceil(((1 + Math.min(reserve, burst - 1) - level) / perSecond) * 1000));
    },
    take(): void {
      fill();
      level -= 1;
    },
    isFull(): boolean {
      fill();
      return level >= burst;
    },
  };
};
export type Bucket = ReturnType<typeof createBucket>;
