import type { Need } from '#contract/model/ui-settings.ts';
import type { AskView, ChatView } from '#contract/ui/views.ts';

/** What the window knew at one moment. */
export interface Known {
  readonly asks: readonly AskView[];
  readonly chats: readonly ChatView[];
}
export interface NeedNews {
  readonly need: Need;
  readonly chatId: string;
  /** The ask that is meant; null for what happened in a chat. */
  readonly ask: string | null;
}

/** What came up between two moments: asks that are new, and chats that finished or failed. */
export const newNeeds = (before: Known, after: Known): readonly NeedNews[] => {
  const knownAsks = new Set(before.asks.map(({ id }) => id));
  const states = new Map(before.chats.map(({ id, state }) => [id, state]));
  const asks = after.asks
    .filter(({ id, state }) => state === 'pending' && !knownAsks.has(id))
    .map(({ kind, chatId, shortId }): NeedNews => ({ need: kind === 'approval' ? 'approval' : 'question', chatId, ask: shortId }));
  const chats = after.chats.flatMap(({ id, state }): NeedNews[] => {
    const was = states.get(id);
    if (was === undefined || was === state) return [];
    if (state === 'failed') return [{ need: 'failure', chatId: id, ask: null }];
    return was === 'working' && state === 'idle' ? [{ need: 'answer', chatId: id, ask: null }] : [];
  });
  return [...asks, ...chats];
};
