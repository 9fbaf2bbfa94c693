import { reason } from '#contract/model/reason.ts';
import { StopRun } from '../../agent/ports.ts';
import { newId } from '../../base/ids.ts';
import { createQueue, type Queue, type QueueDeps } from '../../queue/queue.ts';
import { holdBack, nextInChat, thinkingTurns } from '../../store/transitions/hold-back.ts';
import { startTurn } from '../../store/transitions/turn-start.ts';
import type { Foundation } from '../foundation.ts';
import { roomForTurn } from './turn-room.ts';
import type { TurnTimers } from './turn-timers.ts';

const roomLookMs = 1_000;

interface QueueParts {
  readonly wake: (chatId: string) => void;
  readonly timers: TurnTimers;
  readonly run: QueueDeps['run'];
  /** The emergency stop. */
  readonly isHalted: () => boolean;
}

/** Who comes next: claimed in the database, held back where there is no room, run by `run`. */
export const wireQueue = (f: Foundation, p: QueueParts): Queue => {
  const { bootId, clock, settings, store } = f;
  const { db } = store;
  return createQueue({
    start(chatId) {
      try {
        return startTurn(db, { chatId, turnId: newId('turn', clock.now()), bootId }, clock.now());
      } catch (error) {
        p.timers.later(() => p.wake(chatId));
        throw error;
      }
    },
    run: p.run,
    look: (chatId) => nextInChat(db, chatId),
    left: p.timers.takeUpLater,
    stopReason: (why) => new StopRun(why),
    room: (running) => roomForTurn({ thinking: () => thinkingTurns(db), modelCallsAtOnce: () => settings.get().modelCallsAtOnce }, running),
    waits: (chatId, why) => holdBack(db, chatId, why),
    later: (look) => void clock.after(roomLookMs, look),
    atOncePerWorkspace: () => settings.get().turnsPerWorkspace,
    paused: () => (p.isHalted() ? reason('turn-waits-for-release') : settings.get().paused ? reason('turn-waits-while-paused') : null),
    log: f.logFile.scope('queue'),
  });
};
