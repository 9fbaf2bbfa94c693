import { messageOf } from '#contract/errors.ts';
import type { Ask } from '#contract/model/records.ts';
import { askRecipient } from '../../store/views/ask-recipient.ts';
import type { Replies } from '../channels/replies.ts';
import type { Foundation } from '../foundation.ts';
import { phoneEndOf } from './ask-on-phone-text.ts';

// What ended before is old news on a phone.
const toldWithinMs = 24 * 3_600_000;
const batch = 500;

type Over = Ask & { state: Exclude<Ask['state'], 'pending'> };
const isOver = (ask: Ask): ask is Over => ask.state !== 'pending';

/** Says what became of each request in the chat in which it was told, wherever it was answered; once. */
export const createAsksOver = ({ store, clock, closers, log }: Foundation, replies: Pick<Replies, 'tell'>) => {
  let seq = store.events.last();
  let isDue = false;
  let isClosed = false;
  // Who types an answer reads it there.
  const isSaidHere = (ask: Ask, chatId: string): boolean =>
    ask.kind === 'question' && ask.state === 'answered' && ask.surface === store.chats.byId(chatId)?.channel;
  const whoOf = ({ answeredBy }: Ask, chatId: string): string => {
    const person = answeredBy === null ? null : store.people.get(answeredBy);
    // "You" is nobody where others read.
    return person?.role === 'owner' && !store.chats.isPrivate(chatId) ? 'The owner' : person?.name || 'You';
  };
  const tell = (): void => {
    for (const { ask, chatId } of store.asks.endsToTell(clock.now() - toldWithinMs)) {
      if (!isOver(ask) || isSaidHere(ask, chatId)) continue;
      const who = whoOf(ask, chatId);
      replies
        .tell(chatId, phoneEndOf(ask, askRecipient(store.db, ask), who), {
          source: { kind: 'notice', id: `ask-over:${ask.id}` },
          isForAll: true,
        })
        .catch((error: unknown) => log('error', 'the end of a request could not be told', { askId: ask.id, error: messageOf(error) }));
    }
  };
  const look = (): void => {
    let hasAsk = false;
    for (;;) {
      const events = store.events.after(seq, batch);
      hasAsk ||= events.some(({ topic }) => topic === 'ask');
      seq = events.at(-1)?.seq ?? seq;
      if (events.length < batch) break;
    }
    if (hasAsk) tell();
  };
  const lookSoon = (): void => {
    if (isDue) return;
    isDue = true;
    setImmediate(() => {
      isDue = false;
      if (isClosed) return;
      try {
        look();
      } catch (error) {
        log('error', 'the ends of requests could not be looked at', { error: messageOf(error) });
      }
    });
  };
  closers.add('ends of requests', () => {
    isClosed = true;
  });
  return {
    /** Also what ended while no host ran. */
    start(): void {
      tell();
      store.db.onCommit(lookSoon);
    },
  };
};
