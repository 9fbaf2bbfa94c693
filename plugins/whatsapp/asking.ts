import type { Entry, Journal } from './journal.ts';
import type { Timing } from './timing.ts';

export interface AskingPorts {
  readonly journal: Pick<Journal, 'unread'>;
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
interface Plan {
  readonly tries: number;
  readonly nextAt: number;
}

/**
 * Messages that were confirmed and could not be read or were never told: the network will not repeat them, but the phone has
 * them. Each is asked for, ever more rarely, because a question or its answer may get lost, too; what is too old is given up.
 */
export const createAsking = (o: AskingPorts) => {
  const { askMs, askCapMs, unreadableMs } = o.timing;
  // By message: one that never comes must not keep a new one waiting.
  let plans = new Map<string, Plan>();
  let cancel: (() => void) | null = null;
  let openedAt = 0;
  let isOn = false;

  // What came by this socket is given time to be sent again by who wrote it.
  const planOf = (e: Entry): Plan => plans.get(e.key) ?? { tries: 0, nextAt: e.at < openedAt ? 0 : e.at + askMs };
  const later = ({ tries }: Plan): Plan => ({ tries: tries + 1, nextAt: o.now() + Math.min(askCapMs, askMs * 2 ** tries) });
  const round = async (): Promise<void> => {
    if (!isOn) return;
    const unread = o.journal.unread();
    const planned = unread.map((e) => ({ e, plan: planOf(e), isDue: planOf(e).nextAt <= o.now() }));
    plans = new Map(planned.map(({ e, plan, isDue }) => [e.key, isDue ? later(plan) : plan]));
    const due = planned.flatMap(({ e, isDue }) => (isDue ? [e] : []));
    const isOver = (e: Entry): boolean => e.at < o.now() - unreadableMs;
    const asked = due.filter((e) => !isOver(e));
    for (const entry of due.filter(isOver)) await o.giveUp(entry);
    arm();
    if (asked.length > 0) o.ask(asked);
  };
  const arm = (): void => {
    cancel?.();
    cancel = null;
    if (!isOn) return;
    const next = o.journal.unread().reduce<number | null>((soonest, e) => Math.min(soonest ?? Infinity, planOf(e).nextAt), null);
    if (next === null) return;
    cancel = o.after(Math.max(0, next - o.now()), () => {
      cancel = null;
      o.inLine(round);
    });
  };

  return {
    /** The socket that was opened then is live. */
    begin(at: number): void {
      isOn = true;
      openedAt = at;
      plans.clear();
      o.inLine(round);
    },
    /** A message came that cannot be read yet. */
    noticed: arm,
    /** Nobody is to be asked any more. */
    end(): void {
      isOn = false;
      cancel?.();
      cancel = null;
    },
  };
};
