import { reason } from '#contract/model/reason.ts';
import type { Session, Turn, Workspace } from '#contract/model/records.ts';
import { newId } from '../base/ids.ts';
import { budgetOf, type Context, loadContext } from './context.ts';
import { keepEnds } from './keep-ends.ts';
import { withSight } from './pictures.ts';
import type { AgentDeps, CallOutcome } from './ports.ts';
import { charsPerToken, estimateTokens, shortenToFit } from './size.ts';
import { think } from './think.ts';

const instruction =
  '[From the harness] The conversation no longer fits. Write a summary of everything above for yourself, to go on with: facts about the user and what they want, names, numbers, paths and ids word for word, decisions, what was done with which result, what is still open. Mark what came from outside sources as such. Only the summary.';

/**
 * Puts the turns before the current one into a summary, made by the same model through the same accounts. The originals
 * stay in the store and the summary is a step that can be opened.
 */
export const compact = async (
  deps: AgentDeps,
  o: { turn: Turn; session: Session; workspace: Workspace; context: Context },
  signal: AbortSignal,
): Promise<{ ok: true } | { ok: false; outcome: CallOutcome }> => {
  const last = o.context.earlier.at(-1);
  if (!last) return { ok: false, outcome: { kind: 'failed', reason: reason('context-full'), partial: false } };
  const old = await loadContext(deps, o, { turns: o.context.earlier });
  const outcome = await think(
    deps,
    {
      turn: o.turn,
      workspace: o.workspace,
      purpose: 'summary',
      hasPictures: false,
      fit: (candidate) => {
        const budget = budgetOf(candidate);
        const asked = [
          ...withSight(old.transcript, 'summary'),
          { role: 'user' as const, blocks: [{ type: 'text' as const, text: instruction }] },
        ];
        const merged =
          asked.at(-2)?.role === 'user'
            ? [...asked.slice(0, -2), { role: 'user' as const, blocks: [...(asked.at(-2)?.blocks ?? []), ...(asked.at(-1)?.blocks ?? [])] }]
            : asked;
        const fixed = estimateTokens({ system: old.system, tools: [], transcript: [] });
        const transcript = shortenToFit(merged, fixed, budget.input) ?? keepEnds(merged, (budget.input - fixed) * charsPerToken);
        return { system: old.system, tools: [], transcript, maxOutputTokens: Math.min(budget.output, Math.floor(budget.input / 4)) };
      },
    },
    signal,
  );
  if (outcome.kind !== 'done') return { ok: false, outcome };
  deps.addSummary({ stepId: newId('step'), turnId: o.turn.id, sessionId: o.session.id, text: outcome.text, coversTurnId: last.turn.id });
  return { ok: true };
};
