import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { PastTurn } from '#contract/model/past.ts';
import type { Session, Step, Turn, Workspace } from '#contract/model/records.ts';
import type { TranscriptEntry } from '#contract/model/transcript.ts';
import { type Sight, withSight } from './pictures.ts';
import type { AgentDeps, BuiltRequest, Candidate } from './ports.ts';
import { charsOf, estimateTokens, shortenToFit } from './size.ts';
import { systemPrompt } from './system-prompt.ts';
import { buildTranscript, type TurnContent } from './transcript.ts';

const outputTokens = 8192;
// A long conversation is read and measured in slices of this length: everybody else waits for one loop.
const sliceMs = 10;

export interface Context {
  readonly system: string;
  readonly tools: BuiltRequest['tools'];
  readonly transcript: TranscriptEntry[];
  /** Turns before the current one that are not in the summary. */
  readonly earlier: readonly PastTurn[];
}

/** Everything the model is told now, from the store. Lets others run in between when there is much of it. */
export const loadContext = async (
  deps: AgentDeps,
  o: { turn: Pick<Turn, 'id'>; session: Session; workspace: Workspace },
  only?: { turns: readonly PastTurn[] },
): Promise<Context> => {
  const past = deps.pastOf(o.session.id);
  const summary = past.summaryStepId ? deps.step(past.summaryStepId) : null;
  const turns = only?.turns ?? uncovered(past.turns, summary);
  const known = new Set(turns.map(({ turn }) => turn.id));
  const content = await inSlices(deps, turns, (turn) => contentOf(deps, turn, known));
  const transcript = buildTranscript({
    summary: summary?.text ?? null,
    handoff: past.handoff,
    turns: content,
    personName: deps.personName,
    zone: deps.zone(),
  });
  // Remembered by entry, so that fitting it to an account costs next to nothing.
  await inSlices(deps, transcript, charsOf);
  return {
    system: systemPrompt(o.workspace, deps.memories(o.workspace.id)),
    tools: deps.tools(o.workspace.id),
    transcript,
    earlier: turns.filter(({ turn }) => turn.id !== o.turn.id),
  };
};

const contentOf = (deps: AgentDeps, { turn, isInherited, cut }: PastTurn, known: ReadonlySet<string>): TurnContent => {
  const messages = deps.messagesOf(turn.id);
  const steps = deps.steps(turn.id);
  if (!isInherited) return { turn, messages, steps };
  return {
    turn,
    messages: messages
      .filter(({ message, atOrd }) => cut === null || atOrd < cut.atOrd || (atOrd === cut.atOrd && message.seq < cut.seq))
      // Tried again after the branch: here it was answered by this turn.
      .map(({ message, atOrd }) => ({ message: known.has(message.turnId ?? '') ? message : { ...message, turnId: turn.id }, atOrd })),
    steps: cut === null ? steps : steps.filter(({ ord }) => ord < cut.atOrd),
  };
};

const uncovered = (turns: readonly PastTurn[], summary: Step | null): readonly PastTurn[] => {
  const covered = summary?.input?.coversTurnId;
  return covered === undefined ? turns : turns.slice(turns.findIndex(({ turn }) => turn.id === covered) + 1);
};

const inSlices = async <T, R>(deps: Pick<AgentDeps, 'mono'>, list: readonly T[], each: (item: T) => R): Promise<R[]> => {
  const results: R[] = [];
  let since = deps.mono();
  for (const item of list) {
    results.push(each(item));
    if (deps.mono() - since < sliceMs) continue;
    await letOthersRun();
    since = deps.mono();
  }
  return results;
};

/** Room for the question in a context of `contextTokens`; the rest is for the answer. */
export const budgetOf = (candidate: Pick<Candidate, 'contextTokens'>): { input: number; output: number } => {
  const output = Math.min(outputTokens, Math.floor(candidate.contextTokens / 4));
  return { input: candidate.contextTokens - output, output };
};

/** The request for one account, old tool output shortened where it must be; null when the conversation has to be compacted. */
export const fitRequest = (
  context: Context,
  candidate: Pick<Candidate, 'contextTokens'>,
  sight: Sight,
  mayShorten: boolean,
): BuiltRequest | null => {
  const budget = budgetOf(candidate);
  const transcript = withSight(context.transcript, sight);
  const request = { system: context.system, tools: context.tools, transcript, maxOutputTokens: budget.output };
  if (estimateTokens(request) <= budget.input) return request;
  if (!mayShorten) return null;
  const fixed = estimateTokens({ ...request, transcript: [] });
  const shortened = shortenToFit(transcript, fixed, budget.input);
  return shortened ? { ...request, transcript: shortened } : null;
};
