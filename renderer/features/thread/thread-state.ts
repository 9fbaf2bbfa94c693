import type { TextDelta } from '#contract/client/watch-host.ts';
import type { AskView, ChatView, FoldView, MessageView, StepView, ThreadPage, TurnView } from '#contract/ui/views.ts';
import { addOutput, isRunningCommand, type LiveOutput, onlyRunning } from './steps/command-output.ts';

/** What is known of one chat's thread: always a contiguous run of messages, and every turn that still works. */
export interface ThreadState {
  readonly chat: ChatView | null;
  /** Ascending by seq. */
  readonly messages: readonly MessageView[];
  readonly turns: readonly TurnView[];
  readonly asks: readonly AskView[];
  /** By message: what commands that still run have printed. */
  readonly live: Readonly<Record<string, LiveOutput>>;
  /** Where the page above begins; null at the top. */
  readonly olderBefore: number | null;
  /** Where the page below begins; null while the run ends with the newest message. */
  readonly newerAfter: number | null;
  /** Earlier versions of parts of the chat. */
  readonly folds: readonly FoldView[];
  readonly eventSeq: number;
}

export const emptyThread: ThreadState = {
  chat: null,
  messages: [],
  turns: [],
  asks: [],
  live: {},
  olderBefore: null,
  newerAfter: null,
  folds: [],
  eventSeq: 0,
};

const union = <T extends { readonly id: string }>(old: readonly T[], fresh: readonly T[], order: (item: T) => number): T[] => {
  const byId = new Map(old.map((item) => [item.id, item]));
  for (const item of fresh) byId.set(item.id, item);
  return [...byId.values()].sort((a, b) => order(a) - order(b));
};

/** A snapshot may be behind the text that already arrived as deltas: of a step that is still written the longer text stays. */
const withStreamed = (fresh: StepView, shown: StepView | undefined): StepView => {
  if (!shown || fresh.state !== 'running') return fresh;
  const text = shown.text.startsWith(fresh.text) ? shown.text : fresh.text;
  const isOutputLonger = fresh.tool && shown.tool?.output.startsWith(fresh.tool.output);
  const tool = isOutputLonger && fresh.tool && shown.tool ? { ...fresh.tool, output: shown.tool.output } : fresh.tool;
  return { ...fresh, text, tool };
};

/** Puts a turn as the host just told it in the place of the one that is shown. */
export const mergeTurn = (state: ThreadState, fresh: TurnView): ThreadState => {
  const shown = state.turns.find((turn) => turn.id === fresh.id);
  const steps = fresh.steps.map((step) =>
    withStreamed(
      step,
      shown?.steps.find(({ id }) => id === step.id),
    ),
  );
  // A step that streams may be shown before the host has written it down.
  const early =
    fresh.endedAt !== null
      ? []
      : (shown?.steps.filter((step) => step.state === 'running' && !fresh.steps.some(({ id }) => id === step.id)) ?? []);
  return { ...state, turns: union(state.turns, [{ ...fresh, steps: [...steps, ...early] }], (turn) => turn.startedAt) };
};

const mergeParts = (state: ThreadState, page: ThreadPage): ThreadState => {
  const messages = union(state.messages, page.messages, (message) => message.seq);
  const merged = {
    ...state,
    messages,
    live: onlyRunning(state.live, messages),
    asks: union(state.asks, page.asks, (ask) => ask.createdAt),
  };
  return folded(page.turns.reduce(mergeTurn, merged), page.folds);
};

/** An edited message takes what came after it out of the thread. */
const folded = (state: ThreadState, folds: readonly FoldView[]): ThreadState => {
  if (folds.length === 0 && state.folds.length === 0) return state;
  const isOut = (seq: number): boolean => folds.some(({ fromSeq, toSeq }) => seq >= fromSeq && seq <= toSeq);
  const turns = state.turns.filter(({ afterSeq }) => !isOut(afterSeq));
  return {
    ...state,
    folds,
    messages: state.messages.filter(({ seq }) => !isOut(seq)),
    turns,
    asks: state.asks.filter(({ turnId }) => turns.some(({ id }) => id === turnId)),
  };
};

/** Adds the newest page. */
export const mergeNewest = (state: ThreadState, page: ThreadPage): ThreadState => {
  const merged = mergeParts(state, page);
  const isFirst = state.chat === null;
  return { ...merged, chat: page.chat, eventSeq: page.eventSeq, olderBefore: isFirst ? page.olderBefore : state.olderBefore };
};

/** Adds the page above what is shown. */
export const mergeOlder = (state: ThreadState, page: ThreadPage): ThreadState => ({
  ...mergeParts(state, page),
  olderBefore: page.olderBefore,
});

/** Adds the page below what is shown. */
export const mergeNewer = (state: ThreadState, page: ThreadPage): ThreadState => ({
  ...mergeParts(state, page),
  newerAfter: page.newerAfter,
});

/** Begins anew with a page from anywhere; turns that still work stay known. */
export const openedAt = (state: ThreadState, page: ThreadPage): ThreadState => {
  const working = state.turns.filter(({ id, endedAt }) => endedAt === null && !page.turns.some((turn) => turn.id === id));
  const asks = state.asks.filter(({ turnId }) => working.some(({ id }) => id === turnId));
  const begun = mergeParts({ ...emptyThread, turns: working, asks, live: state.live }, page);
  return { ...begun, chat: page.chat, eventSeq: page.eventSeq, olderBefore: page.olderBefore, newerAfter: page.newerAfter };
};

/** The newest page while the reader is elsewhere: only what is shown changes, and what works is known. */
export const mergeBeside = (state: ThreadState, page: ThreadPage): ThreadState => {
  const messages = page.messages.filter(({ id }) => state.messages.some((shown) => shown.id === id));
  const turns = page.turns.filter((turn) => turn.endedAt === null || state.turns.some(({ id }) => id === turn.id));
  const asks = page.asks.filter(({ turnId }) => turns.some(({ id }) => id === turnId));
  return { ...mergeParts(state, { ...page, messages, turns, asks }), chat: page.chat, eventSeq: page.eventSeq };
};

/** Lets go of all but the oldest `keep` messages. */
export const keepOldest = (state: ThreadState, keep: number): ThreadState => {
  const below = state.messages[keep];
  if (below === undefined) return state;
  const turns = state.turns.filter(({ afterSeq, endedAt }) => afterSeq < below.seq || endedAt === null);
  const asks = state.asks.filter(({ turnId }) => turns.some(({ id }) => id === turnId));
  return { ...state, messages: state.messages.slice(0, keep), turns, asks, newerAfter: below.seq - 1 };
};

/** Lets go of all but the newest `keep` messages: they are fetched again when somebody scrolls up to them. */
export const keepNewest = (state: ThreadState, keep: number): ThreadState => {
  const messages = state.messages.slice(-keep);
  const first = messages[0];
  if (first === undefined || messages.length === state.messages.length) return state;
  const turns = state.turns.filter(({ afterSeq, endedAt }) => afterSeq >= first.seq || endedAt === null);
  const asks = state.asks.filter(({ turnId }) => turns.some(({ id }) => id === turnId));
  return { ...state, messages, turns, asks, olderBefore: first.seq };
};

export interface DeltaResult {
  readonly state: ThreadState;
  /** `fetch`: shown, but the turn must be fetched. `fetch-first`: it could not be shown before something is fetched. */
  readonly need: 'nothing' | 'fetch' | 'fetch-first';
}

const append = (known: string, { offset, text }: TextDelta): string | null => {
  if (offset > known.length) return null;
  return offset + text.length <= known.length ? known : known + text.slice(known.length - offset);
};

const provisional = (delta: TextDelta, ord: number): StepView => ({
  id: delta.stepId,
  turnId: delta.turnId,
  ord,
  kind: delta.kind,
  state: 'running',
  reason: null,
  text: delta.text,
  tool: null,
  model: null,
  startedAt: Date.now(),
  endedAt: null,
});

const applyToCommand = (state: ThreadState, delta: TextDelta): DeltaResult => {
  const message = state.messages.find(({ id }) => id === delta.stepId);
  if (!message) return { state, need: 'fetch-first' };
  const shown = state.live[message.id];
  const live = isRunningCommand(message) ? addOutput(shown, delta) : shown;
  return {
    state: live === undefined || live === shown ? state : { ...state, live: { ...state.live, [message.id]: live } },
    need: 'nothing',
  };
};

/** Adds a piece of text to the step, or to the command of a person (no turn), it belongs to. A first piece may come before its step is known: it is shown at once. */
export const applyDelta = (state: ThreadState, delta: TextDelta): DeltaResult => {
  if (delta.turnId === '') return applyToCommand(state, delta);
  const turn = state.turns.find(({ id }) => id === delta.turnId);
  if (!turn) return { state, need: 'fetch-first' };
  const put = (steps: StepView[]): ThreadState => ({
    ...state,
    turns: state.turns.map((other) => (other === turn ? { ...turn, steps } : other)),
  });
  const step = turn.steps.find(({ id }) => id === delta.stepId);
  if (!step) {
    if (delta.offset > 0 || delta.kind === 'tool') return { state, need: 'fetch-first' };
    const ord = Math.max(-1, ...turn.steps.map((other) => other.ord)) + 1;
    return { state: put([...turn.steps, provisional(delta, ord)]), need: 'fetch' };
  }
  if (step.state !== 'running') return { state, need: 'nothing' };
  const known = delta.kind === 'tool' ? (step.tool?.output ?? '') : step.text;
  const next = append(known, delta);
  if (next === null) return { state, need: 'fetch-first' };
  if (next === known) return { state, need: 'nothing' };
  const written: StepView =
    delta.kind === 'tool' && step.tool ? { ...step, tool: { ...step.tool, output: next } } : { ...step, text: next };
  return { state: put(turn.steps.map((other) => (other === step ? written : other))), need: 'nothing' };
};
