import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { Session, Step, Turn, Workspace } from '#contract/model/records.ts';
import type { TranscriptEntry } from '#contract/model/transcript.ts';
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
  readonly earlier: readonly Turn[];
}

/** Everything the model is told now, from the store. Lets others run in between when there is much of it. */
export const loadContext = async (
  deps: AgentDeps,
  o: { turn: Turn; session: Session; workspace: Workspace },
  only?: { turns: readonly Turn[] },
): Promise<Context> => {
  const summary = o.session.summaryStepId ? deps.step(o.session.summaryStepId) : null;
  const turns = only?.turns ?? uncovered(deps.turnsOf(o.session.id), summary);
  const content = await inSlices(
    deps,
    turns,
    (turn): TurnContent => ({ turn, messages: deps.messagesOf(turn.id), steps: deps.steps(turn.id) }),
  );
  const transcript = buildTranscript({
    summary: summary?.text ?? null,
    handoff: o.session.handoff,
    turns: content,
    personName: deps.personName,
    zone: deps.zone(),
  });
  // Remembered by entry, so that fitting it to an account costs next to nothing.
  await inSlices(deps, transcript, charsOf);
  return {
    system: systemPrompt(o.workspace, deps.memories(o.workspace.id)),
    tools: deps.tools(),
    transcript,
    earlier: turns.filter((t) => t.id !== o.turn.id),
  };
};

const uncovered = (turns: readonly Turn[], summary: Step | null): readonly Turn[] => {
  const covered = summary?.input?.coversTurnId;
  return covered === undefined ? turns : turns.slice(turns.findIndex((t) => t.id === covered) + 1);
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
export const fitRequest = (context: Context, candidate: Pick<Candidate, 'contextTokens'>, mayShorten: boolean): BuiltRequest | null => {
  const budget = budgetOf(candidate);
  const request = { system: context.system, tools: context.tools, transcript: context.transcript, maxOutputTokens: budget.output };
  if (estimateTokens(request) <= budget.input) return request;
  if (!mayShorten) return null;
  const fixed = estimateTokens({ ...request, transcript: [] });
  const shortened = shortenToFit(context.transcript, fixed, budget.input);
  return shortened ? { ...request, transcript: shortened } : null;
};
