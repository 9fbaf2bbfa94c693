/** Time as the host sees it. Wall time is for people and tasks; `mono` for durations; timers are cancellable. */
export interface Clock {
  /** UTC ms. May jump; never used to order things. */
  now(): number;
  /** Milliseconds from an arbitrary start; never goes back. */
  mono(): number;
  /** Calls `run` once after `ms`; the returned function cancels. Does not keep the process alive. */
  after(ms: number, run: () => void): () => void;
}

// setTimeout overflows to 1 ms above this.
const longestTimerMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  mono: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, Math.min(Math.max(ms, 0), longestTimerMs));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
