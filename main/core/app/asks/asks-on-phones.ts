import { AppError, isAppError, messageOf } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { Ask, Message, Person } from '#contract/model/records.ts';
import type { ChannelChange } from '#plugin-api';
import type { AsksService } from '../../services/asks.ts';
import { openSelfChat } from '../../store/transitions/channel-chats.ts';
import { knownAs } from '../../store/transitions/identify.ts';
import { askRecipient } from '../../store/views/ask-recipient.ts';
import type { Replies } from '../channels/replies.ts';
import type { Foundation } from '../foundation.ts';
import type { ReachRules } from '../security/reach.ts';
import { answersIn, minutesLeft, phoneLineOf, phoneTextOf } from './ask-on-phone-text.ts';

/** Requests as they are told on phones, and answered there: by code, by thumb, by words. */
export const createAsksOnPhones = (f: Foundation, p: { replies: Replies; asks: AsksService; reach: ReachRules }) => {
  const { store, clock, log } = f;
  const { replies, asks } = p;

  /** Where a request is told: approvals where only owners read, questions where their turn works, unless the Deputy flagged them. Null for turns of this computer. */
  const placeFor = (ask: Ask): string | null => {
    const turn = store.turns.byId(ask.turnId);
    const chat = turn && store.chats.byId(turn.chatId);
    if (!turn || !chat || !replies.isOnNetwork(chat.id)) return null;
    if (store.chats.isPrivate(chat.id)) return chat.id;
    if (ask.kind === 'question' && ask.reason.code === 'ask-question' && p.reach.ofAnswer(turn).verdict === 'allow') return chat.id;
    return store.reach.ownersChats(chat.connectionId)[0] ?? null;
  };
  // Nobody has written there yet, and the request must reach its owner all the same.
  const ownPlace = (ask: Ask): string | null => {
    const chat = store.chats.byId(store.turns.byId(ask.turnId)?.chatId ?? '');
    return chat && replies.isOnNetwork(chat.id) ? openSelfChat(store.db, chat.connectionId, clock.now()) : null;
  };
  const textOf = (ask: Ask) =>
    phoneTextOf(ask, store.workspaces.byId(ask.workspaceId)?.name ?? '', askRecipient(store.db, ask), clock.now());
  const fault = (what: string, askId: string) => (error: unknown) => log('error', what, { askId, error: messageOf(error) });

  const questionsFor = (chatId: string, person: Person): Ask[] =>
    asks.pendingFor(person).filter((ask) => ask.kind === 'question' && placeFor(ask) === chatId);
  /** The question that a message of ours told; null for all else, and for what this person may not answer. */
  const questionTold = (source: { kind: string; id: string } | null, person: Person): Ask | null => {
    const ask = source?.kind === 'ask' ? store.asks.find(source.id) : null;
    return ask?.kind === 'question' && asks.mayAnswer(ask, person) ? ask : null;
  };
  const answerWith = (ask: Ask, chatId: string, person: Person, text: string): void => {
    const questions = ask.payload.kind === 'question' ? ask.payload.questions : [];
    const answers = answersIn(questions, text);
    // Too late is said before what is wrong with the answer.
    if (answers === null && ask.state === 'pending') throw new AppError('answers-missing', { questions: questions.length });
    asks.answer({ id: ask.id, decision: 'answer', answers: answers ?? questions.map(() => text), person, surface: surfaceOf(chatId) });
  };

  // Whoever holds the phone of the assistant's number is nobody, also when that number was the owner's before.
  const isAssistants = (channel: string, keys: readonly string[]): boolean =>
    store.connections.list().some((c) => c.channel === channel && c.mode === 'assistant' && c.self.keys.some((key) => keys.includes(key)));

  const surfaceOf = (chatId: string): string => (replies.isOnNetwork(chatId) ? (store.chats.byId(chatId)?.channel ?? 'chat') : 'chat');

  return {
    surfaceOf,
    /** Call it when requests were made; each is told once. */
    tell(): void {
      for (const ask of store.asks.list({ pendingOnly: true })) {
        const source = { kind: 'ask' as const, id: ask.id };
        const chatId = placeFor(ask) ?? ownPlace(ask);
        if (chatId === null || store.deliveries.isPosted(source)) continue;
        replies.tell(chatId, textOf(ask).text, { source, isForAll: true }).catch(fault('a request could not be told', ask.id));
      }
    },
    /** That a turn has to wait, once, where only owners read; the window shows it at the turn. */
    tellWaiting(turnId: string, why: Reason): void {
      const chatId = store.turns.byId(turnId)?.chatId;
      if (chatId === undefined || !replies.isOnNetwork(chatId) || !store.chats.isPrivate(chatId)) return;
      const source = { kind: 'notice' as const, id: turnId };
      if (!store.deliveries.isPosted(source)) replies.tell(chatId, why, { source }).catch(fault('a wait could not be told', turnId));
    },
    /** Whether what becomes of this request is said in that chat, whoever answers it where. */
    isToldIn: (ask: Ask, chatId: string): boolean => store.deliveries.isPosted({ kind: 'ask', id: ask.id }) && placeFor(ask) === chatId,
    /** What waits for this person, a line for each. Where others read, what was not told there is a code alone. */
    list(person: Person, chatId: string): string {
      const isAmongOthers = replies.isOnNetwork(chatId) && !store.chats.isPrivate(chatId);
      const lineOf = (ask: Ask): string =>
        isAmongOthers && placeFor(ask) !== chatId
          ? 'not for everybody here: see the app, or your own chat'
          : phoneLineOf(ask, askRecipient(store.db, ask));
      return asks
        .pendingFor(person)
        .map((ask) => `${ask.shortId}: ${lineOf(ask)} (${minutesLeft(ask, clock.now())} min left)`)
        .join('\n');
    },
    /** Whether what this person writes there now answers a question: one waits there, or the message quotes one. */
    isAnswer(chatId: string, person: Person, quotes?: string): boolean {
      const chat = store.chats.byId(chatId);
      if (!chat || !replies.isOnNetwork(chatId)) return false;
      const quoted = quotes === undefined ? null : store.deliveries.sourceOf(chat.connectionId, quotes);
      return questionsFor(chatId, person).length > 0 || questionTold(quoted, person) !== null;
    },
    /** Throws AppError ask-gone, answers-missing, answer-which and what answering throws. */
    reply({ chatId, quoteId }: Pick<Message, 'chatId' | 'quoteId'>, person: Person, text: string): void {
      const quoted = quoteId === null ? null : questionTold(store.deliveries.sourceOfMessage(quoteId), person);
      const waiting = questionsFor(chatId, person);
      const ask = quoted ?? waiting[0];
      if (!ask) throw new AppError('ask-gone');
      if (!quoted && waiting.length > 1)
        throw new AppError('answer-which', {
          n: waiting.length,
          list: waiting.map((one) => `${one.shortId}: ${phoneLineOf(one, null)}`).join('\n'),
        });
      answerWith(ask, chatId, person, text);
    },
    /** By its code. Throws AppError ask-unknown, bad-input, answers-missing and what answering throws. */
    replyTo(id: string, chatId: string, person: Person, text: string): void {
      const ask = store.asks.find(id);
      if (!ask) throw new AppError('ask-unknown', { id });
      if (!asks.mayAnswer(ask, person)) throw new AppError('not-allowed');
      if (ask.kind !== 'question') throw new AppError('bad-input', { detail: 'This needs approve or deny.' });
      answerWith(ask, chatId, person, text);
    },
    /** A thumb under one of our requests. Everything else is no answer. */
    async reacted(line: { readonly id: string; readonly channel: string }, c: ChannelChange): Promise<void> {
      const decision = thumb(c.text);
      const source = decision && store.deliveries.sourceOf(line.id, c.target);
      if (!decision || source?.kind !== 'ask' || store.chats.byKey(line.id, c.chatKey)?.id !== source.chatId) return;
      const keys = [c.senderKey, ...c.aliases];
      if (isAssistants(line.channel, keys)) return;
      const person = knownAs(store.db, { kind: line.channel, keys });
      const ask = store.asks.find(source.id);
      if (person?.role !== 'owner' || ask?.kind !== 'approval') return;
      // Said twice by the same hand, as after a crash: it is done.
      if (ask.state !== 'pending' && ask.answeredBy === person.id && ask.surface === line.channel) return;
      const { isCut, text } = textOf(ask);
      if (isCut || source.parts > 1)
        return replies.tell(source.chatId, reason('thumb-not-counted', { id: ask.shortId, hidden: text.params.hidden ?? '' }), {
          isForAll: true,
        });
      try {
        // What became of it is said there in any case.
        asks.answer({ id: ask.id, decision, answers: [], person, surface: line.channel });
      } catch (error) {
        if (!isAppError(error)) throw error;
        return replies.tell(source.chatId, reason(error.code, error.data), { isForAll: true });
      }
    },
  };
};
export type AsksOnPhones = ReturnType<typeof createAsksOnPhones>;

// With any colour of skin.
const thumb = (emoji: string): 'approve' | 'deny' | null => {
  const bare = emoji.replaceAll(/[\u{1F3FB}-\u{1F3FF}\uFE0F]/gu, '');
  return bare === '👍' ? 'approve' : bare === '👎' ? 'deny' : null;
};
