import type { AskView, FoldView, MessageView, StepView, TurnView } from '#contract/ui/views.ts';
import { sameDay } from '../../../ui/time.ts';
import type { LiveOutput } from '../steps/command-output.ts';
import type { ThreadState } from '../thread-state.ts';

/** What the thread shows, from top to bottom. */
export type Entry =
  | { readonly type: 'day'; readonly key: string; readonly at: number }
  | {
      readonly type: 'message';
      readonly key: string;
      readonly message: MessageView;
      /** What a command that still runs has printed. */
      readonly live: LiveOutput | null;
      /** The turn that failed on it, or was stopped, is shown and says so. */
      readonly isToldByTurn: boolean;
    }
  /** An earlier version of what follows. */
  | { readonly type: 'fold'; readonly key: string; readonly fold: FoldView }
  /** What is below was not seen yet. */
  | { readonly type: 'new'; readonly key: string }
  | {
      readonly type: 'turn';
      readonly key: string;
      readonly turn: TurnView;
      readonly asks: readonly AskView[];
      /** Messages that came in while it ran, and that it heard. */
      readonly said: readonly MessageView[];
    };

/** What one turn shows, in true order. */
export type Block =
  | { readonly type: 'text' | 'notice' | 'summary'; readonly key: string; readonly step: StepView }
  | { readonly type: 'work'; readonly key: string; readonly steps: readonly StepView[] }
  | { readonly type: 'ask'; readonly key: string; readonly ask: AskView }
  | { readonly type: 'said'; readonly key: string; readonly message: MessageView };

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim();

// A timeline is made with every piece of text that streams in, and nearly all turns and messages are those of the last one.
const squeezedOnce = <T extends object>(textOf: (from: T) => string): ((from: T) => string) => {
  const known = new WeakMap<T, string>();
  return (from) => {
    const text = known.get(from) ?? squeezed(textOf(from));
    known.set(from, text);
    return text;
  };
};
const wordsOfMessage = squeezedOnce<MessageView>(({ text }) => text);
const wordsOfTurn = squeezedOnce<TurnView>(({ steps }) =>
  steps
    .filter(({ kind, state }) => kind === 'text' && state !== 'discarded')
    .map(({ text }) => text)
    .join('\n'),
);

/** The final message of a turn repeats the text of its steps: it is shown once, where it was written. */
const isShownByTurn = (message: MessageView, turns: ReadonlyMap<string, TurnView>): boolean => {
  const turn = message.origin === 'agent' && message.turnId !== null ? turns.get(message.turnId) : undefined;
  if (!turn) return false;
  return wordsOfTurn(turn).includes(wordsOfMessage(message));
};

/** It was said into a turn: it stands where that heard it. */
const isHeardBy =
  (turns: ReadonlyMap<string, TurnView>) =>
  ({ heardAt, turnId }: MessageView): boolean =>
    heardAt !== null && turnId !== null && turns.has(turnId);

const isEndTold = (message: MessageView, turns: readonly TurnView[]): boolean => {
  const wasStopped = message.state === 'ignored' && message.reason?.code === 'stopped-by-you';
  const told = message.state === 'failed' ? 'failed' : wasStopped ? 'cancelled' : null;
  return turns.some(({ id, state, afterSeq }) => state === told && (id === message.turnId || afterSeq === message.seq));
};

const byPlace = (a: TurnView, b: TurnView): number => a.afterSeq - b.afterSeq || a.startedAt - b.startedAt;

type Shown = Pick<ThreadState, 'messages' | 'turns' | 'asks' | 'live' | 'folds' | 'olderBefore' | 'newerAfter'>;

/** Folds by the number at which the thread goes on after them. */
const foldsIn = ({ folds, olderBefore, newerAfter }: Shown): FoldView[] =>
  folds.filter(({ fromSeq }) => fromSeq >= (olderBefore ?? 0) && fromSeq <= (newerAfter ?? Number.POSITIVE_INFINITY));

/**
 * Messages by their number, each turn after the message it answers, a line where a day begins and one above what came
 * after `readSeq`.
 */
export const toTimeline = (state: Shown, readSeq: number | null = null): Entry[] => {
  const turnsById = new Map(state.turns.map((turn) => [turn.id, turn]));
  const asksOf = Map.groupBy(state.asks, (ask) => ask.turnId);
  const saidIn = Map.groupBy(state.messages.filter(isHeardBy(turnsById)), (message) => message.turnId ?? '');
  // A turn that works further below is known, and not shown here.
  const waiting = state.turns.filter(({ afterSeq }) => state.newerAfter === null || afterSeq <= state.newerAfter).sort(byPlace);
  const folds = foldsIn(state);
  const entries: Entry[] = [];
  let lastAt: number | null = null;
  let isNewMarked = readSeq === null;
  const add = (entry: Entry, at: number, isUnread: boolean): void => {
    if (lastAt === null || !sameDay(lastAt, at)) entries.push({ type: 'day', key: `day-${entry.key}`, at });
    lastAt = at;
    if (!isNewMarked && isUnread) {
      isNewMarked = true;
      entries.push({ type: 'new', key: 'new' });
    }
    entries.push(entry);
  };
  const addFoldsUpTo = (seq: number): void => {
    while (folds[0] && folds[0].fromSeq < seq) {
      const fold = folds.shift() as FoldView;
      entries.push({ type: 'fold', key: `fold-${fold.fromSeq}-${fold.toSeq}`, fold });
    }
  };
  const addTurnsUpTo = (seq: number): void => {
    while (waiting[0] && waiting[0].afterSeq < seq) {
      const turn = waiting.shift() as TurnView;
      addFoldsUpTo(turn.afterSeq);
      add(
        { type: 'turn', key: turn.id, turn, asks: asksOf.get(turn.id) ?? [], said: saidIn.get(turn.id) ?? [] },
        turn.startedAt,
        turn.afterSeq >= (readSeq ?? 0),
      );
    }
  };
  for (const message of state.messages) {
    addTurnsUpTo(message.seq);
    addFoldsUpTo(message.seq);
    if (message.audience === 'model' || isShownByTurn(message, turnsById) || isHeardBy(turnsById)(message)) continue;
    const live = state.live[message.id] ?? null;
    const entry: Entry = { type: 'message', key: message.id, message, live, isToldByTurn: isEndTold(message, state.turns) };
    add(entry, message.sentAt, message.seq > (readSeq ?? 0) && message.origin !== 'human');
  }
  addTurnsUpTo(Number.POSITIVE_INFINITY);
  addFoldsUpTo(Number.POSITIVE_INFINITY);
  return entries;
};

/** Neighbouring tool calls and thoughts are one block; the text between them is what separates blocks. */
export const toBlocks = (turn: TurnView, asks: readonly AskView[], said: readonly MessageView[] = []): Block[] => {
  const blocks: Block[] = [];
  const open = [...asks].sort((a, b) => a.createdAt - b.createdAt);
  const addAsksBefore = (at: number): void => {
    while (open[0] && open[0].createdAt < at) {
      const ask = open.shift() as AskView;
      blocks.push({ type: 'ask', key: ask.id, ask });
    }
  };
  const heard = [...said].sort((a, b) => (a.heardAt ?? 0) - (b.heardAt ?? 0) || a.seq - b.seq);
  const addSaidUpTo = (ord: number): void => {
    while (heard[0] && (heard[0].heardAt ?? 0) <= ord) {
      const message = heard.shift() as MessageView;
      blocks.push({ type: 'said', key: message.id, message });
    }
  };
  for (const step of [...turn.steps].sort((a, b) => a.ord - b.ord)) {
    if (step.kind === 'model' || step.state === 'discarded') continue;
    addAsksBefore(step.startedAt);
    addSaidUpTo(step.ord);
    const last = blocks.at(-1);
    if (step.kind === 'tool' || step.kind === 'thinking') {
      if (last?.type === 'work') blocks[blocks.length - 1] = { ...last, steps: [...last.steps, step] };
      else blocks.push({ type: 'work', key: step.id, steps: [step] });
    } else if (step.kind !== 'text' || step.text !== '') {
      blocks.push({ type: step.kind, key: step.id, step });
    }
  }
  addSaidUpTo(Number.POSITIVE_INFINITY);
  addAsksBefore(Number.POSITIVE_INFINITY);
  return blocks;
};
