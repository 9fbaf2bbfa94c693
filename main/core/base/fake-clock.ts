import type { Clock } from './clock.ts';

export interface FakeClock extends Clock {
  /** Moves wall and monotonic time on, running timers that come due, in order. */
  advance(ms: number): void;
  /** To the next timer that is set, and runs those that come due then. */
  advanceToNext(): void;
  /** Moves wall time alone, as a clock that is set does. */
  jump(ms: number): void;
  /** Timers that are set. */
  pending(): number;
}

/** A clock for tests. */
export const createFakeClock = (startMs = Date.UTC(2026, 10, 22, 9)): FakeClock => {
  let wall = startMs;
  let mono = 0;
  let timers: { at: number; run: () => void }[] = [];
  const clock: FakeClock = {
    now: () => wall,
    mono: () => mono,
    after(ms, run) {
      const timer = { at: mono + Math.max(ms, 0), run };
      timers.push(timer);
      return () => {
        timers = timers.filter((t) => t !== timer);
      };
    },
    advance(ms) {
      const end = mono + ms;
      for (;;) {
        const next = timers.filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers = timers.filter((t) => t !== next);
        wall += next.at - mono;
        mono = next.at;
        next.run();
      }
      wall += end - mono;
      mono = end;
    },
    jump(ms) {
      wall += ms;
    },
    pending: () => timers.length,
    advanceToNext() {
      const at = Math.min(...timers.map((t) => t.at));
      if (timers.length > 0) clock.advance(Math.max(0, at - mono));
    },
  };
  return clock;
};
