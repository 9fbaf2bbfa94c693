import type { Timing } from './timing.ts';

export interface ProofPorts {
  /** UTC ms; may jump. */
  readonly now: () => number;
  /** Ms from an arbitrary start; never goes back, and may stand still while the computer sleeps. */
  readonly mono: () => number;
  readonly timing: Pick<Timing, 'silenceMs' | 'stuckMs'>;
}
interface Moment {
  readonly wall: number;
  readonly mono: number;
}

/**
 * Whether a live link still is: what was heard last, and whether the library gives its word. Time that has passed is what the
 * clock says that moved further: one does not count sleep, the other can be set back, and silence must not hide behind either.
 */
export const createProof = ({ now, mono, timing }: ProofPorts) => {
  const moment = (): Moment => ({ wall: now(), mono: mono() });
  const since = (m: Moment): number => Math.max(now() - m.wall, mono() - m.mono);
  let heard = moment();
  /** Since when the library owes the word that it goes on. */
  let asked: Moment | null = null;
  return {
    begin(): void {
      heard = moment();
      asked = null;
    },
    heard(): void {
      heard = moment();
    },
    /** Why it is not live any more; null while it is. */
    fault(): 'link-silent' | 'link-stuck' | null {
      if (since(heard) >= timing.silenceMs) return 'link-silent';
      return asked !== null && since(asked) >= timing.stuckMs ? 'link-stuck' : null;
    },
    /** When to look again. */
    nextMs: (): number => Math.min(timing.silenceMs - since(heard), timing.stuckMs),
    isAsked: (): boolean => asked !== null,
    asked(): void {
      asked = moment();
    },
    answered(): void {
      asked = null;
    },
  };
};
