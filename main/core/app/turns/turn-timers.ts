import { messageOf } from '#contract/errors.ts';
import type { Turn } from '#contract/model/records.ts';
import { interruptTurn } from '../../store/transitions/recover.ts';
import { resumeTurn } from '../../store/transitions/turn-wait.ts';
import type { Foundation } from '../foundation.ts';

const retryMs = 5_000;
const longestQuotaWaitMs = 32 * 86_400_000;
const clockCheckMs = 60_000;

/** What has to happen to turns later: quota waits that end, and work that the store could not take when it was due. */
export const createTurnTimers = (f: Foundation, wake: (chatId: string) => void, stopping: AbortSignal) => {
  const { clock, store, log } = f;
  /** Once, in a few seconds; not when the host stops before. */
  const later = (run: () => void): void =>
    void clock.after(retryMs, () => {
      if (!stopping.aborted) run();
    });

  const quotaWait = (turnId: string, nextAt: number): void => {
    const until = clock.mono() + Math.min(nextAt - clock.now(), longestQuotaWaitMs);
    const look = (): void => {
      if (stopping.aborted) return;
      const turn = store.turns.byId(turnId);
      if (turn?.state !== 'waiting' || turn.wait !== 'quota' || turn.nextAt !== nextAt) return;
      // By the one clock after a sleep, by the other after the time was set back.
      if (clock.now() < nextAt && clock.mono() < until) return arm();
      try {
        resumeTurn(store.db, turnId, turn.waitId ?? '');
        wake(turn.chatId);
      } catch (error) {
        log('error', 'a waiting turn could not be resumed yet', { turnId, error: messageOf(error) });
        later(look);
      }
    };
    const arm = (): void => void clock.after(Math.min(until - clock.mono(), clockCheckMs), look);
    arm();
  };

  /** The store could not be written when a turn wanted to end: once it can be, the turn goes back to the queue. */
  const takeUpLater = (turn: Turn): void =>
    later(() => {
      try {
        interruptTurn(store.db, turn.id, 'host-stopped', clock.now());
        wake(turn.chatId);
      } catch (error) {
        log('warn', 'a left turn cannot be taken up yet', { turnId: turn.id, error: messageOf(error) });
        takeUpLater(turn);
      }
    });

  return { later, quotaWait, takeUpLater };
};
export type TurnTimers = ReturnType<typeof createTurnTimers>;
