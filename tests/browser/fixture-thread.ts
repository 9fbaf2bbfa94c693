import type { AskView, MessageView, ThreadPage, TurnView } from '#contract/ui/views.ts';
import type { FixtureState } from './fixture-state.ts';

interface Wish {
  readonly chatId: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly around: number | null;
  readonly aroundTime: number | null;
  readonly limit: number;
}

const end = Number.MAX_SAFE_INTEGER;

/** One page of a chat, as the host cuts them. */
export const threadPage = (state: FixtureState, wish: Wish): Omit<ThreadPage, 'chat' | 'eventSeq'> => {
  const isFolded = (seq: number): boolean => state.folds.some(({ fromSeq, toSeq }) => seq >= fromSeq && seq <= toSeq);
  const all = state.messages.filter(({ chatId, seq }) => chatId === wish.chatId && !isFolded(seq));
  const around =
    wish.around ?? (wish.aroundTime === null ? null : (all.find(({ sentAt }) => sentAt >= (wish.aroundTime ?? 0))?.seq ?? end));
  const [first, last] = slice(all, wish, around);
  const messages = all.slice(first, last);
  const from = wish.after !== null ? wish.after + 1 : first > 0 ? (messages[0]?.seq ?? 0) : 0;
  const below = all[last]?.seq ?? end;
  const turns = state.turns.filter(
    (turn) => turn.chatId === wish.chatId && turn.afterSeq >= from && turn.afterSeq < below && !isFolded(turn.afterSeq),
  );
  return {
    messages,
    turns,
    asks: asksOf(state, turns),
    olderBefore: first > 0 ? from : null,
    newerAfter: last < all.length ? below - 1 : null,
    folds: state.folds,
  };
};

const slice = (all: readonly MessageView[], { before, after, limit }: Wish, around: number | null): readonly [number, number] => {
  const indexOf = (seq: number): number => {
    const index = all.findIndex((message) => message.seq >= seq);
    return index < 0 ? all.length : index;
  };
  if (after !== null) return [indexOf(after + 1), Math.min(all.length, indexOf(after + 1) + limit)];
  if (around !== null) {
    const first = Math.max(0, indexOf(around) - Math.ceil(limit / 2));
    return [first, Math.min(all.length, first + limit)];
  }
  const last = before === null ? all.length : indexOf(before);
  return [Math.max(0, last - limit), last];
};

const asksOf = (state: FixtureState, turns: readonly TurnView[]): AskView[] =>
  state.asks.filter((ask) => turns.some(({ id }) => id === ask.turnId));

/** What a fold holds. */
export const foldedPart = (state: FixtureState, o: { chatId: string; fromSeq: number; toSeq: number }) => {
  const isIn = (seq: number): boolean => seq >= o.fromSeq && seq <= o.toSeq;
  const turns = state.turns.filter(({ chatId, afterSeq }) => chatId === o.chatId && isIn(afterSeq));
  const messages = state.messages.filter(({ chatId, seq }) => chatId === o.chatId && isIn(seq));
  return { messages, turns, asks: asksOf(state, turns), isWhole: true };
};
