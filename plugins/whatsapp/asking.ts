import type { Entry, Journal } from './journal.ts';
import type { Timing } from './timing.ts';

export interface AskingPorts {
  readonly journal: Journal;
  readonly timing: Pick<Timing, 'askMs' | 'askCapMs' | 'unreadableMs'>;
  readonly now: () => number;
  /** Returns what cancels it. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** Asks the phone for these. Nobody waits for it. */
  readonly ask: (entries: readonly Entry[]) => void;
  readonly giveUp: (entry: Entry) => Promise<void>;
  /** One after the other with everything else that is read; must not reject. */
  readonly inLine: (work: () => Promise<void>) => void;
}

/**
 * Messages that were confirmed and could not be read or were never told: the network will not repeat them, but the phone has
 * them. They are asked for, ever more rarely, because a question or its answer may get lost, too; what is too old is given up.
 */
export const createAsking = (o: AskingPorts) => {
  let cancel: (() => void) | null = null;
  let tries = 0;
  let openedAt = 0;
  let isOn = false;

  const round = async (): Promise<void> => {
    if (!isOn) return;
    const unread = o.journal.unread();
    // What came by this socket is given time to be sent again by who wrote it.
    const due = unread.filter((e) => e.at < openedAt || e.at <= o.now() - o.timing.askMs);
    for (const entry of due.filter((e) => e.at < o.now() - o.timing.unreadableMs)) await o.giveUp(entry);
    const asked = due.filter((e) => e.at >= o.now() - o.timing.unreadableMs);
    if (unread.length > 0) later();
    if (asked.length > 0) o.ask(asked);
  };
  const later = (): void => {
    cancel?.();
    cancel = o.after(Math.min(o.timing.askCapMs, o.timing.askMs * 2 ** tries++), () => {
      cancel = null;
      o.inLine(round);
    });
  };

  return {
    /** The socket that was opened then is live. */
    begin(at: number): void {
      isOn = true;
      openedAt = at;
      tries = 0;
      o.inLine(round);
    },
    /** A message came that can not be read yet. */
    noticed(): void {
      if (!isOn || cancel !== null) return;
      tries = 0;
      later();
    },
    /** Nobody is to be asked any more. */
    end(): void {
      isOn = false;
      cancel?.();
      cancel = null;
    },
  };
};
