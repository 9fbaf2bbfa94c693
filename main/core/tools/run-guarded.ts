import { isAppError, messageOf } from '#contract/errors.ts';
import { reason } from '#contract/model/reason.ts';
import type { JsonObject } from '#contract/model/transcript.ts';
import { renderReason } from '#contract/text/render.ts';
import type { CallMarks, ExecuteDeps } from './execute-ports.ts';
import { asTold } from './judged.ts';
import { endsOf } from './output.ts';
import type { AgentTool, ToolContext, ToolOutcome } from './tool.ts';

/** Marks what a call met; whether outside text may be in what it read. */
export const markWhatWasMet = (deps: ExecuteDeps, marks: CallMarks): boolean =>
  (marks.readsFiles || marks.untrusted) && (deps.mark(marks) || marks.untrusted);

/** Runs a tool; what it throws is its failure. Rejects only with the signal's reason: then what was shown until there is kept. */
export const runGuarded = async (
  deps: ExecuteDeps,
  tool: AgentTool,
  input: JsonObject,
  context: ToolContext,
  { signal, marks }: { signal: AbortSignal; marks: CallMarks },
): Promise<ToolOutcome> => {
  try {
    return await tool.run(input, context, signal);
  } catch (error) {
    if (signal.aborted) {
      keepShown(deps, context, { tool, marks });
      throw signal.reason;
    }
    deps.log('error', 'tool failed', { turnId: context.turn.id, stepId: context.stepId, tool: tool.name, error: messageOf(error) });
    if (isAppError(error) && error.code === 'not-available')
      return { ok: false, text: `${renderReason(reason(String(error.data.reason ?? 'start-failed'), error.data))} Nothing was done.` };
    return { ok: false, text: `The tool ${tool.name} failed: ${messageOf(error)}`, unknown: tool.effect === 'once' };
  }
};

const keepShown = (deps: ExecuteDeps, { stepId, turn }: ToolContext, { tool, marks }: { tool: AgentTool; marks: CallMarks }): void => {
  const shown = deps.live.shown(stepId);
  if (shown === null) return;
  try {
    deps.keep(
      stepId,
      asTold(
        { text: endsOf(shown), source: { what: `What ${tool.name} had shown` } },
        { tool: tool.name, isOutside: markWhatWasMet(deps, marks), isFlagged: false },
      ),
    );
  } catch (error) {
    // A full disk: that the turn ends is what counts.
    deps.log('error', 'the output of a cut call could not be kept', { turnId: turn.id, stepId, error: messageOf(error) });
  }
};
