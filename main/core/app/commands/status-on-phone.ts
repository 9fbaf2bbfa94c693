import { type Reason, reason } from '#contract/model/reason.ts';
import type { Store } from '../../store/store.ts';

/** How things stand in a chat and around it, in two lines. */
export const statusOf = (store: Store, chatId: string, isPaused: boolean): Reason => {
  const sessionId = store.chats.byId(chatId)?.sessionId;
  const turn = sessionId === undefined ? null : store.turns.activeOf(sessionId);
  const here = turn ?? store.turns.queuedOf(chatId);
  const code = isPaused ? 'status-paused' : here === null ? 'status-idle' : here.state === 'waiting' ? 'status-waiting' : 'status-working';
  return reason(code, {
    why: here?.reason?.code ?? '',
    running: store.turns.inState('running').length,
    queued: store.turns.inState('queued').length,
    asks: store.asks.list({ pendingOnly: true }).length,
  });
};
