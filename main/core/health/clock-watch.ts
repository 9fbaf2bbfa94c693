import type { Clock } from '../base/clock.ts';

export interface ClockJump {
  /** Wall time after the jump. */
  readonly at: number;
  /** Positive: forward. A computer that slept looks like that, too. */
  readonly byMs: number;
}

// Less is the network keeping the clock right.
const smallestMs = 60_000;

/** Compares wall time with monotonic time from look to look; keeps the newest jump until it is dismissed. */
export const createClockWatch = (clock: Clock) => {
  let wall = clock.now();
  let mono = clock.mono();
  let jump: ClockJump | null = null;
  return {
    /** True when the clock went elsewhere since the look before. */
    look(): boolean {
      const now = clock.now();
      const byMs = now - wall - (clock.mono() - mono);
      wall = now;
      mono = clock.mono();
      if (Math.abs(byMs) < smallestMs) return false;
      jump = { at: now, byMs };
      return true;
    },
    jump: (): ClockJump | null => jump,
    dismiss: (): void => {
      jump = null;
    },
  };
};
export type ClockWatch = ReturnType<typeof createClockWatch>;
