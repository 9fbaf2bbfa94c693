import { messageOf } from '#contract/errors.ts';
import { reason } from '#contract/model/reason.ts';
import type { Step, Turn } from '#contract/model/records.ts';
import type { ToolCallBlock } from '#contract/model/transcript.ts';
import { compact } from './compact.ts';
import { fitRequest, loadContext } from './context.ts';
import { judgeSaid } from './judge-said.ts';
import { hasPictures } from './pictures.ts';
import { type AgentDeps, type CallOutcome, StopRun } from './ports.ts';
import { isAsideCall } from './stream-call.ts';
import { think } from './think.ts';

// A runaway loop is stopped and told; no ordinary job comes near.
const modelCallsPerTurn = 100;

/**
 * Runs a claimed turn until it ends or waits. It keeps no state of its own: every round reads the store, so it goes on
 * where a killed host left off. Never rejects.
 */
export const runTurn = async (deps: AgentDeps, turn: Turn, signal: AbortSignal): Promise<'ended' | 'waiting' | 'interrupted'> => {
  deps.log('info', 'turn runs', {
    turnId: turn.id,
    chatId: turn.chatId,
    attempt: turn.attempt,
    messages: deps.messagesOf(turn.id).map((m) => m.message.id),
  });
  try {
    for (;;) {
      const round = await runRound(deps, turn, signal);
      if (round !== 'again') return round;
    }
  } catch (error) {
    if (error instanceof StopRun && error.why !== 'user') {
      deps.interrupt(turn.id, error.why);
      return 'interrupted';
    }
    if (error instanceof StopRun) {
      await deps.endTurn(turn, { state: 'cancelled', reason: reason('stopped-by-you'), text: '', partial: true });
      return 'ended';
    }
    deps.log('error', 'turn broke', { turnId: turn.id, error: messageOf(error), stack: error instanceof Error ? error.stack : null });
    await deps.endTurn(turn, {
      state: 'failed',
      reason: reason('internal', { detail: messageOf(error).slice(0, 200) }),
      text: '',
      partial: false,
    });
    return 'ended';
  }
};

const runRound = async (deps: AgentDeps, turn: Turn, signal: AbortSignal): Promise<'again' | 'ended' | 'waiting'> => {
  signal.throwIfAborted();
  const steps = deps.steps(turn.id);
  const lastCall = steps.findLast((s) => s.kind === 'model' && s.state === 'done' && !isAsideCall(s));
  const open = lastCall ? openCalls(lastCall, steps) : [];
  const site = { turn, workspace: deps.workspace(turn.workspaceId), chat: deps.chat(turn.chatId), session: deps.session(turn.sessionId) };
  const [next] = open;
  if (lastCall && next)
    return (await deps.execute({ ...site, modelStepId: lastCall.id, ...next }, signal)) === 'waiting' ? 'waiting' : 'again';

  const isSaid = lastCall !== undefined && callsOf(lastCall).length === 0;
  // An answer that a person was asked about is the answer; what was said meanwhile comes after it.
  const isAsked = isSaid && deps.wasAsked(turn.id, lastCall.id);
  if (!isAsked) deps.steer(turn.id, deps.nextOrd(turn.id));
  const heard = Math.max(0, ...deps.messagesOf(turn.id).map((m) => m.atOrd));
  if (isSaid && (isAsked || heard <= lastCall.ord)) return answerWith(deps, turn, { steps, call: lastCall }, signal);
  if (steps.filter((s) => s.kind === 'model' && !isAsideCall(s)).length >= modelCallsPerTurn) {
    await deps.endTurn(turn, { state: 'failed', reason: reason('too-many-steps', { steps: modelCallsPerTurn }), text: '', partial: true });
    return 'ended';
  }

  deps.showCommands(turn.id, deps.nextOrd(turn.id));
  await judgeSaid(deps, turn, signal);
  let context = await loadContext(deps, site);
  let outcome: CallOutcome = await think(
    deps,
    {
      ...site,
      purpose: 'answer',
      hasPictures: hasPictures(context.transcript),
      fit: (candidate, sight) => fitRequest(context, candidate, sight, context.earlier.length === 0),
    },
    signal,
  );
  if (outcome.kind === 'too-large') {
    const compacted = context.earlier.length > 0 ? await compact(deps, { ...site, context }, signal) : null;
    if (compacted && !compacted.ok) outcome = compacted.outcome;
    else {
      context = await loadContext(deps, { ...site, session: deps.session(turn.sessionId) });
      outcome = await think(
        deps,
        {
          ...site,
          purpose: 'answer',
          hasPictures: hasPictures(context.transcript),
          fit: (candidate, sight) => fitRequest(context, candidate, sight, true),
        },
        signal,
      );
    }
  }
  if (outcome.kind === 'done') {
    if (outcome.stop === 'length') deps.notice(turn.id, reason('answer-cut'));
    if (outcome.stop === 'refused') deps.notice(turn.id, reason('model-refused'));
    return 'again';
  }
  if (outcome.kind === 'quota') {
    deps.waitForQuota(turn.id, outcome.reason, outcome.nextAt);
    return 'waiting';
  }
  const failure = outcome.kind === 'failed' ? outcome : { reason: reason('context-full'), partial: false };
  await deps.endTurn(turn, { state: 'failed', reason: failure.reason, text: '', partial: failure.partial });
  return 'ended';
};

const answerWith = async (
  deps: AgentDeps,
  turn: Turn,
  { steps, call }: { steps: readonly Step[]; call: Step },
  signal: AbortSignal,
): Promise<'ended' | 'waiting'> => {
  const text = wholeAnswer(steps);
  const fate = await deps.judgeAnswer(turn, call.id, text, signal);
  if (fate.kind === 'waiting') return 'waiting';
  if (text.trim() === '') deps.notice(turn.id, reason('answer-empty'));
  if (fate.kind === 'kept') deps.notice(turn.id, fate.reason);
  await deps.endTurn(turn, {
    state: 'done',
    reason: null,
    text,
    partial: false,
    ...(fate.kind === 'kept' ? { isKept: true } : { askId: fate.askId }),
  });
  return 'ended';
};

const callsOf = (model: Step): ToolCallBlock[] => (model.blocks ?? []).filter((b) => b.type === 'tool-call');
const textOf = (model: Step): string => (model.blocks ?? []).flatMap((b) => (b.type === 'text' ? [b.text] : [])).join('');

/** What was answered before another message came is a part of the answer: where only that is shown, it would be lost. */
const wholeAnswer = (steps: readonly Step[]): string =>
  steps
    .filter((s) => s.kind === 'model' && s.state === 'done' && !isAsideCall(s) && callsOf(s).length === 0)
    .map(textOf)
    .filter((text) => text.trim() !== '')
    .join('\n\n');

/** Calls of a model step that have no outcome yet, in order. A discarded run has none: it is repeated. */
const openCalls = (model: Step, steps: readonly Step[]): { index: number; block: ToolCallBlock }[] =>
  callsOf(model).flatMap((block, index) =>
    steps.some((s) => s.kind === 'tool' && s.callId === `${model.id}:${index}` && s.state !== 'discarded') ? [] : [{ index, block }],
  );
