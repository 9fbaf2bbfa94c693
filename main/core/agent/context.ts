import type { Session, Turn, Workspace } from '#contract/model/records.ts';
import type { TranscriptEntry } from '#contract/model/transcript.ts';
import type { AgentDeps, BuiltRequest, Candidate } from './ports.ts';
import { estimateTokens, shortenToFit } from './size.ts';
import { systemPrompt } from './system-prompt.ts';
import { buildTranscript, type TurnContent } from './transcript.ts';

const outputTokens = 8192;

export interface Context {
  readonly system: string;
  readonly tools: BuiltRequest['tools'];
  readonly transcript: TranscriptEntry[];
  /** Turns before the current one that are not in the summary. */
  readonly earlier: readonly Turn[];
}

/** Everything the model is told now, from the store. */
export const loadContext = (
  deps: AgentDeps,
  o: { turn: Turn; session: Session; workspace: Workspace },
  only?: { turns: readonly Turn[] },
): Context => {
  const summary = o.session.summaryStepId ? deps.step(o.session.summaryStepId) : null;
  const all = deps.turnsOf(o.session.id);
  const covered = summary?.input?.coversTurnId;
  const from = covered === undefined ? 0 : all.findIndex((t) => t.id === covered) + 1;
  const turns = only?.turns ?? all.slice(from);
  const content = turns.map((turn): TurnContent => ({ turn, messages: deps.messagesOf(turn.id), steps: deps.steps(turn.id) }));
  return {
    system: systemPrompt(o.workspace, deps.memories(o.workspace.id)),
    tools: deps.tools(),
    transcript: buildTranscript({
      summary: summary?.text ?? null,
      handoff: o.session.handoff,
      turns: content,
      personName: deps.personName,
      zone: deps.zone(),
    }),
    earlier: turns.filter((t) => t.id !== o.turn.id),
  };
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
