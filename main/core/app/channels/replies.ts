import type { SentFile } from '#contract/model/files.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { Chat, Message, Turn } from '#contract/model/records.ts';
import { renderOnPhone, renderReason } from '#contract/text/render.ts';
import type { Channel } from '#plugin-api';
import { newId } from '../../base/ids.ts';
import { recognise } from '../../commands/recognise.ts';
import { createOutbox } from '../../outbox/create-outbox.ts';
import { harnessMark, withoutMarks } from '../../outbox/marks.ts';
import type { OutboxTiming } from '../../outbox/ports.ts';
import type { Wording } from '../../outbox/prepare.ts';
import type { Registry } from '../../plugins/registry.ts';
import type { ChatsService } from '../../services/chats.ts';
import { deliver, type Post, post } from '../../store/transitions/post.ts';
import type { Foundation } from '../foundation.ts';
import type { ReachRules } from '../security/reach.ts';

const builtInChannels = new Set(['desktop', 'cli', 'scheduler']);

/**
 * Our own words on their way out. What goes into a chat of this computer is delivered by the transaction that stores it;
 * everything else goes through the outbox, its ids reserved before that transaction.
 */
export const createReplies = (
  f: Foundation,
  registry: Registry,
  chats: () => ChatsService,
  { reach, timing = {}, isHalted }: { reach: ReachRules; timing?: Partial<OutboxTiming> | undefined; isHalted: () => boolean },
) => {
  const { clock, store } = f;
  registry.reserve('channel', [...builtInChannels]);
  const channelOf = (connectionId: string): Channel | null => registry.find('channel', store.deliveries.channelOf(connectionId) ?? '');
  const outbox = createOutbox({
    store: store.deliveries,
    clock,
    channel: channelOf,
    quiet: store.sending.quiet,
    held: isHalted,
    tell: (delivery, state, why) =>
      f.log('warn', `delivery ${state}`, { deliveryId: delivery.id, chatId: delivery.chatId, reason: why.code }),
    log: f.logFile.scope('outbox'),
    timing,
  });
  f.closers.add('outbox', () => outbox.stop(1_000));
  const isBuiltIn = (chat: Chat): boolean => builtInChannels.has(chat.channel);
  /** One part whose id is reserved later (a channel), or never needed (this computer). */
  const unreserved = (text: string): Post['parts'] => {
    const deliveryId = newId('dlv', clock.now());
    return [{ deliveryId, externalId: `unreserved:${deliveryId}`, text }];
  };
  const wordingOf = (chat: Chat, mark: string): Wording =>
    store.chats.isWithOneself(chat.id) ? { mark } : { mark: '', markOfCommand: mark, isCommand: (text) => recognise(text, true) !== null };
  /** A model's words, with the mark where it needs one. */
  const partsFor = async (chatId: string, text: string, file?: SentFile): Promise<Post['parts']> => {
    const chat = chats().must(chatId);
    if (isBuiltIn(chat)) return unreserved(text);
    const { mark } = store.sending.ofWorkspace(chat.workspaceId);
    return outbox.prepare(chat.connectionId, withoutMarks(text, mark), wordingOf(chat, mark), file ? [file] : []);
  };
  const harnessParts = async (chatId: string, text: string): Promise<Post['parts']> => {
    const chat = chats().must(chatId);
    return isBuiltIn(chat) ? unreserved(text) : outbox.prepare(chat.connectionId, text, { mark: harnessMark });
  };
  const words = (chatId: string, why: Reason): string => (isBuiltIn(chats().must(chatId)) ? renderReason(why) : renderOnPhone(why));
  // Others are told of a failure only when they had asked, and not what is wrong with this computer or its accounts.
  const failureFor = (turn: Turn, why: Reason): string | null => {
    if (store.chats.isPrivate(turn.chatId)) return words(turn.chatId, why);
    return store.reach.isAskedThere(turn.id) ? renderReason(reason('failed-for-others')) : null;
  };
  const delivered = (chatId: string): void => {
    const chat = chats().must(chatId);
    if (!isBuiltIn(chat)) outbox.wake(chat.connectionId);
  };

  return {
    /** Receipts and links that come back wake it. */
    outbox,
    /** The channel of a connection; null while its plugin is off. */
    channelOf,
    start: outbox.start,
    partsFor,
    /** Its messages leave this computer. */
    isOnNetwork: (chatId: string): boolean => !isBuiltIn(chats().must(chatId)),
    delivered,
    /** The notice of a turn that recovery gives up: the message has the reason, the delivery the sentence. */
    noticeOf(turn: Turn, why: Reason) {
      const sentence = failureFor(turn, why);
      const isRemote = sentence !== null && !isBuiltIn(chats().must(turn.chatId));
      const parts = sentence === null ? [] : unreserved(isRemote ? `${harnessMark} ${sentence}` : sentence);
      return { messageId: newId('msg', clock.now()), text: '', parts };
    },
    /** The message that ends a turn: the answer, or the sentence that says why there is none. */
    async ofTurn(turn: Turn, end: { text: string; reason: Reason | null; isKept: boolean }) {
      const { chatId } = turn;
      // The window shows an empty answer as such; a phone would show nothing.
      const isEmpty = end.reason === null && end.text.trim() === '' && !isBuiltIn(chats().must(chatId));
      const why = isEmpty ? renderReason(reason('answer-empty')) : end.reason && failureFor(turn, end.reason);
      const isHeld = end.isKept || (end.reason !== null && why === null);
      return {
        messageId: newId('msg', clock.now()),
        text: end.text,
        parts: isHeld ? [] : await (why !== null ? harnessParts(chatId, why) : partsFor(chatId, end.text)),
      };
    },
    /** The outcome of a command, for the phone on which it was typed; the window shows it at the message. */
    async toPhone(message: Pick<Message, 'id' | 'chatId'>, text: string): Promise<void> {
      const { id, chatId } = message;
      if (isBuiltIn(chats().must(chatId)) || !reach.isForAll({ id: chatId }, id)) return;
      const parts = await harnessParts(chatId, text);
      store.db.tx(() => deliver(store.db, { chatId, parts, source: { kind: 'message', id } }, clock.now()));
      delivered(chatId);
    },
    /**
     * A line of the harness in a chat, for the user only; on the network when only owners read there, or when `to` (a message)
     * asked for it there. With a source of its own it is said once.
     */
    async tell(chatId: string, why: Reason, o: { to?: string; source?: Post['source']; isForAll?: boolean } = {}): Promise<void> {
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
        parts: o.isForAll || reach.isForAll({ id: chatId }, o.to ?? null) ? await harnessParts(chatId, words(chatId, why)) : [],
        source: o.source ?? { kind: 'message', id: messageId },
      };
      store.db.tx(() => {
        if (!o.source || !store.deliveries.isPosted(o.source)) post(store.db, notice, clock.now());
      });
      delivered(chatId);
    },
  };
};
export type Replies = ReturnType<typeof createReplies>;
