/** Exponential delays with jitter: `base * 2^n`, capped, each ±`jitter`. `random` is 0..1. */
export const backoffMs = (attempt: number, o: { baseMs: number; capMs: number; jitter?: number }, random = Math.random): number => {
  const full = Math.min(o.capMs, o.baseMs * 2 ** Math.max(0, attempt));
  const jitter = o.jitter ?? 0.2;
  return Math.round(full * (1 - jitter + 2 * jitter * random()));
};
