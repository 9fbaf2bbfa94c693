import { AppError } from '#contract/errors.ts';

const wrongMax = 5;
const withinMs = 60_000;
const lockedMs = 10 * 60_000;

/** Limits guessing of codes: after five wrong ones in a minute a person's codes count for nothing for ten. `mono` in ms. */
export const createCodeGuard = (mono: () => number) => {
  const wrong = new Map<string, number[]>();
  const locked = new Map<string, number>();
  const check = (personId: string): void => {
    const left = (locked.get(personId) ?? Number.NEGATIVE_INFINITY) - mono();
    if (left > 0) throw new AppError('codes-locked', { minutes: Math.ceil(left / 60_000) });
  };
  return {
    /** Throws AppError codes-locked. */
    check,
    /** A code that fits nothing was typed. Throws AppError codes-locked when it was one too many. */
    wrong(personId: string): void {
      const recent = [...(wrong.get(personId) ?? []).filter((at) => mono() - at < withinMs), mono()];
      wrong.set(personId, recent);
      if (recent.length < wrongMax) return;
      wrong.delete(personId);
      locked.set(personId, mono() + lockedMs);
      check(personId);
    },
  };
};
