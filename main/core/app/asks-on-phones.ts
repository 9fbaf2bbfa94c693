import { messageOf } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { Ask } from '#contract/model/records.ts';
import type { Foundation } from './foundation.ts';
import type { Replies } from './replies.ts';

// What a phone shows of the arguments; approving by code is for the whole stored call.
const shownCharacters = 3_000;

const textOf = ({ payload, shortId }: Ask): Reason => {
  if (payload.kind === 'question')
    return reason('ask-question-on-phone', { questions: payload.questions.map((q) => q.question).join('\n'), id: shortId });
  const input = JSON.stringify(payload.input, null, 1);
  const hidden = input.length - shownCharacters;
  return hidden > 0
    ? reason('ask-approval-long-on-phone', { tool: payload.tool, input: input.slice(0, shownCharacters), hidden, id: shortId })
    : reason('ask-approval-on-phone', { tool: payload.tool, input, id: shortId });
};

/** Tells a request where its turn was started, when that is a messenger and only owners read there. Once each; call it when one came. */
export const createAsksOnPhones = (f: Foundation, replies: Replies) => {
  const { store, clock } = f;
  const startedAt = clock.now();
  const told = new Set<string>();
  return (): void => {
    for (const ask of store.asks.list({ pendingOnly: true })) {
      const chatId = store.turns.byId(ask.turnId)?.chatId;
      // An earlier host has told those that are older.
      if (chatId === undefined || ask.createdAt < startedAt || told.has(ask.id)) continue;
      told.add(ask.id);
      if (!replies.isOnNetwork(chatId) || !store.chats.isPrivate(chatId)) continue;
      replies
        .tell(chatId, textOf(ask))
        .catch((error: unknown) => f.log('error', 'a request could not be told', { askId: ask.id, error: messageOf(error) }));
    }
  };
};
