import type { Reason } from '#contract/model/reason.ts';
import type { Chat } from '#contract/model/records.ts';
import { renderReason } from '#contract/text/render.ts';
import { newId } from '../base/ids.ts';
import { createOutbox } from '../outbox/create-outbox.ts';
import { markedText } from '../outbox/marks.ts';
import type { Registry } from '../plugins/registry.ts';
import type { ChatsService } from '../services/chats.ts';
import { type Post, post } from '../store/transitions/post.ts';
import type { Foundation } from './foundation.ts';

const builtInChannels = new Set(['desktop', 'cli', 'scheduler']);

/**
 * Our own words on their way out. What goes into a chat of this computer is delivered by the transaction that stores it;
 * everything else goes through the outbox, its ids reserved before that transaction.
 */
export const createReplies = (f: Foundation, registry: Registry, chats: () => ChatsService) => {
  const { clock, store } = f;
  const outbox = createOutbox({
    store: store.deliveries,
    clock,
    channel: (connectionId) => registry.find('channel', store.deliveries.channelOf(connectionId) ?? ''),
    held: () => false,
    tell: (delivery, state, why) =>
      f.log('warn', `delivery ${state}`, { deliveryId: delivery.id, chatId: delivery.chatId, reason: why.code }),
    log: f.logFile.scope('outbox'),
  });
  f.closers.add('outbox', () => outbox.stop(1_000));
  const isBuiltIn = (chat: Chat): boolean => builtInChannels.has(chat.channel);
  /** One part whose id is reserved later (a channel), or never needed (this computer). */
  const unreserved = (text: string): Post['parts'] => {
    const deliveryId = newId('dlv', clock.now());
    return [{ deliveryId, externalId: `unreserved:${deliveryId}`, text }];
  };
  const partsFor = async (chatId: string, text: string, who: 'agent' | 'harness' = 'agent'): Promise<Post['parts']> => {
    const chat = chats().must(chatId);
    if (isBuiltIn(chat)) return unreserved(text);
    return outbox.prepare(chat.connectionId, store.chats.isWithOneself(chatId) ? markedText(text, who) : text);
  };
  const delivered = (chatId: string): void => {
    const chat = chats().must(chatId);
    if (!isBuiltIn(chat)) outbox.wake(chat.connectionId);
  };

  return {
    /** Receipts and links that come back wake it. */
    outbox,
    start: outbox.start,
    partsFor,
    /** Its messages leave this computer. */
    isOnNetwork: (chatId: string): boolean => !isBuiltIn(chats().must(chatId)),
    delivered,
    /** The notice of a turn that recovery gives up: the message has the reason, the delivery the sentence. */
    noticeOf: (why: Reason) => ({ messageId: newId('msg', clock.now()), text: '', parts: unreserved(renderReason(why)) }),
    /** The message that ends a turn: the answer, or the sentence that says why there is none. */
    ofTurn: async (chatId: string, end: { text: string; reason: Reason | null }) => ({
      messageId: newId('msg', clock.now()),
      text: end.text,
      parts: await (end.reason ? partsFor(chatId, renderReason(end.reason), 'harness') : partsFor(chatId, end.text)),
    }),
    /** A line of the harness in a chat, for the user only. */
    async tell(chatId: string, why: Reason): Promise<void> {
      const messageId = newId('msg', clock.now());
      const notice: Post = {
        messageId,
        chatId,
        origin: 'harness',
        audience: 'user',
        text: '',
        reason: why,
        turnId: null,
        role: 'notice',
        parts: await partsFor(chatId, renderReason(why), 'harness'),
        source: { kind: 'message', id: messageId },
      };
      store.db.tx(() => post(store.db, notice, clock.now()));
      delivered(chatId);
    },
  };
};
export type Replies = ReturnType<typeof createReplies>;
