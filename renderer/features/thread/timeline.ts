import type { AskView, MessageView, StepView, TurnView } from '#contract/ui/views.ts';
import { sameDay } from '../../ui/time.ts';
import type { LiveOutput } from './command-output.ts';
import type { ThreadState } from './thread-state.ts';

/** What the thread shows, from top to bottom. */
export type Entry =
  | { readonly type: 'day'; readonly key: string; readonly at: number }
  | {
      readonly type: 'message';
      readonly key: string;
      readonly message: MessageView;
      /** What a command that still runs has printed. */
      readonly live: LiveOutput | null;
      /** The turn that failed on it is shown and says why. */
      readonly isToldByTurn: boolean;
    }
  | { readonly type: 'turn'; readonly key: string; readonly turn: TurnView; readonly asks: readonly AskView[] };

/** What one turn shows, in true order. */
export type Block =
  | { readonly type: 'text' | 'notice' | 'summary'; readonly key: string; readonly step: StepView }
  | { readonly type: 'work'; readonly key: string; readonly steps: readonly StepView[] }
  | { readonly type: 'ask'; readonly key: string; readonly ask: AskView };

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** The final message of a turn repeats the text of its steps: it is shown once, where it was written. */
const isShownByTurn = (message: MessageView, turns: ReadonlyMap<string, TurnView>): boolean => {
  const turn = message.origin === 'agent' && message.turnId !== null ? turns.get(message.turnId) : undefined;
  if (!turn) return false;
  const told = turn.steps.filter(({ kind, state }) => kind === 'text' && state !== 'discarded').map(({ text }) => text);
  return squeezed(told.join('\n')).includes(squeezed(message.text));
};

const isFailureTold = (message: MessageView, turns: readonly TurnView[]): boolean =>
  message.state === 'failed' &&
  turns.some(({ id, state, afterSeq }) => state === 'failed' && (id === message.turnId || afterSeq === message.seq));

const byPlace = (a: TurnView, b: TurnView): number => a.afterSeq - b.afterSeq || a.startedAt - b.startedAt;

/** Messages by their number, each turn after the message it answers, a line where a day begins. */
export const toTimeline = (state: Pick<ThreadState, 'messages' | 'turns' | 'asks' | 'live'>): Entry[] => {
  const turnsById = new Map(state.turns.map((turn) => [turn.id, turn]));
  const asksOf = Map.groupBy(state.asks, (ask) => ask.turnId);
  const waiting = [...state.turns].sort(byPlace);
  const entries: Entry[] = [];
  let lastAt: number | null = null;
  const add = (entry: Entry, at: number): void => {
    if (lastAt === null || !sameDay(lastAt, at)) entries.push({ type: 'day', key: `day-${entry.key}`, at });
    lastAt = at;
    entries.push(entry);
  };
  const addTurnsUpTo = (seq: number): void => {
    while (waiting[0] && waiting[0].afterSeq < seq) {
      const turn = waiting.shift() as TurnView;
      add({ type: 'turn', key: turn.id, turn, asks: asksOf.get(turn.id) ?? [] }, turn.startedAt);
    }
  };
  for (const message of state.messages) {
    addTurnsUpTo(message.seq);
    if (message.audience === 'model' || isShownByTurn(message, turnsById)) continue;
    const live = state.live[message.id] ?? null;
    add({ type: 'message', key: message.id, message, live, isToldByTurn: isFailureTold(message, state.turns) }, message.sentAt);
  }
  addTurnsUpTo(Number.POSITIVE_INFINITY);
  return entries;
};

/** Neighbouring tool calls and thoughts are one block; the text between them is what separates blocks. */
export const toBlocks = (turn: TurnView, asks: readonly AskView[]): Block[] => {
  const blocks: Block[] = [];
  const open = [...asks].sort((a, b) => a.createdAt - b.createdAt);
  const addAsksBefore = (at: number): void => {
    while (open[0] && open[0].createdAt < at) {
      const ask = open.shift() as AskView;
      blocks.push({ type: 'ask', key: ask.id, ask });
    }
  };
  for (const step of [...turn.steps].sort((a, b) => a.ord - b.ord)) {
    if (step.kind === 'model' || step.state === 'discarded') continue;
    addAsksBefore(step.startedAt);
    const last = blocks.at(-1);
    if (step.kind === 'tool' || step.kind === 'thinking') {
      if (last?.type === 'work') blocks[blocks.length - 1] = { ...last, steps: [...last.steps, step] };
      else blocks.push({ type: 'work', key: step.id, steps: [step] });
    } else if (step.kind !== 'text' || step.text !== '') {
      blocks.push({ type: step.kind, key: step.id, step });
    }
  }
  addAsksBefore(Number.POSITIVE_INFINITY);
  return blocks;
};
