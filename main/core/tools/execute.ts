import { isAppError, messageOf } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { Ask, AuditEntry, Chat, Question, Session, Turn, Workspace } from '#contract/model/records.ts';
import type { Effect, Tier } from '#contract/model/states.ts';
import type { JsonObject, ToolCallBlock } from '#contract/model/transcript.ts';
import { renderReason } from '#contract/text/render.ts';
import { newId, newShortId } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import type { AgentTool, ToolContext, ToolFlows, ToolOutcome } from './tool.ts';

/** One call of the model, with everything the host knows about where it comes from. */
export interface CallSite {
  readonly turn: Turn;
  readonly workspace: Workspace;
  readonly chat: Chat;
  readonly session: Session;
  readonly modelStepId: string;
  readonly index: number;
  readonly block: ToolCallBlock;
}

interface Recorded {
  readonly stepId: string;
  readonly turnId: string;
  readonly ord: number;
  readonly modelStepId: string;
  readonly callId: string;
  readonly tool: string;
  readonly input: JsonObject;
}

export interface ExecuteDeps {
  readonly find: (name: string) => AgentTool | null;
  readonly names: () => string[];
  readonly decide: (call: {
    tool: string;
    tier: Tier;
    flows: ToolFlows;
    taint: { untrusted: boolean; secret: boolean };
    workspace: string;
  }) => { verdict: 'allow' | 'ask'; rule: string; reason: Reason };
  readonly callHash: (c: { tool: string; input: JsonObject; workspaceId: string; turnId: string; callId: string }) => string;
  readonly askOf: (turnId: string, callId: string) => Ask | null;
  readonly askAndWait: (
    ask: Pick<Ask, 'id' | 'shortId' | 'kind' | 'turnId' | 'callId' | 'workspaceId' | 'callHash' | 'payload' | 'reason'>,
  ) => void;
  readonly nextOrd: (turnId: string) => number;
  /** False when the approval had been used before. */
  readonly begin: (step: Recorded & { effect: Effect; askId: string | null }, audit: AuditEntry) => boolean;
  readonly end: (end: {
    stepId: string;
    turnId: string;
    state: 'done' | 'failed' | 'unknown';
    reason: Reason | null;
    text: string;
    outputBlob: string | null;
    exitCode: number | null;
  }) => void;
  readonly refuse: (step: Recorded & { reason: Reason; text: string }, audit: AuditEntry) => void;
  /** Outside text or files met by this call: the session (and, after a write, the workspace) remembers it. */
  readonly taint: (
    site: CallSite,
    what: { untrusted: boolean; secret: boolean; wrote: boolean; readsFiles: boolean },
    tool: string,
  ) => void;
  readonly live: (turnId: string, chatId: string, stepId: string, text: string) => void;
  /** A plugin's word before a call; it may only tighten. */
  readonly before: (event: JsonObject, signal: AbortSignal) => Promise<string | null>;
  readonly log: Log;
}

/** Validate, decide, (ask,) commit, run, record. `waiting`: the turn waits for a person and must be left. */
export const executeCall = async (deps: ExecuteDeps, site: CallSite, signal: AbortSignal): Promise<'recorded' | 'waiting'> => {
  const { turn, workspace, chat, block } = site;
  const callId = `${site.modelStepId}:${site.index}`;
  const record: Recorded = {
    stepId: newId('step'),
    turnId: turn.id,
    ord: deps.nextOrd(turn.id),
    modelStepId: site.modelStepId,
    callId,
    tool: block.name,
    input: block.input,
  };
  const audit = (decision: string, rule: string, outcome: string): AuditEntry => ({
    actor: `agent:${turn.authorityPersonId}`,
    workspaceId: workspace.id,
    turnId: turn.id,
    callHash: deps.callHash({ tool: block.name, input: block.input, workspaceId: workspace.id, turnId: turn.id, callId }),
    decision,
    rule,
    outcome,
    detail: `${block.name} ${callId}`,
  });
  const refuse = (code: string, text: string, params: Reason['params'] = {}): 'recorded' => {
    deps.refuse({ ...record, reason: reason(code, { tool: block.name, ...params }), text }, audit('deny', code, 'refused'));
    return 'recorded';
  };

  const tool = deps.find(block.name);
  if (!tool) return refuse('tool-unknown', `There is no tool "${block.name}". Tools: ${deps.names().join(', ')}.`);
  if (block.invalidJson !== undefined)
    return refuse('tool-input-invalid', `The input of ${block.name} was not valid JSON. Nothing was done.`);
  const parsed = tool.parse.safeParse(block.input);
  if (!parsed.success)
    return refuse(
      'tool-input-invalid',
      `The input of ${block.name} does not fit: ${parsed.error.issues.map((i) => `${i.path.join('.') || 'input'}: ${i.message}`).join('; ')}. Nothing was done.`,
    );
  const input = parsed.data;

  const ask = deps.askOf(turn.id, callId);
  const hash = deps.callHash({ tool: tool.name, input, workspaceId: workspace.id, turnId: turn.id, callId });
  const waitFor = (kind: 'approval' | 'question', payload: Ask['payload'], why: Reason): 'waiting' => {
    deps.askAndWait({
      id: newId('ask'),
      shortId: newShortId(),
      kind,
      turnId: turn.id,
      callId,
      workspaceId: workspace.id,
      callHash: hash,
      payload,
      reason: why,
    });
    return 'waiting';
  };

  if (tool.questions) {
    if (!ask) return waitFor('question', { kind: 'question', questions: tool.questions(input) }, reason('ask-question'));
    if (ask.state !== 'answered')
      return refuse(`question-${ask.state}`, ask.state === 'expired' ? 'The user did not answer in time.' : 'The user declined to answer.');
    if (!deps.begin({ ...record, input, effect: 'none', askId: ask.id }, audit('allow', 'question-answered', 'started')))
      return refuse('ask-used', 'These answers were used before.');
    finish(deps, record, { ok: true, text: answersText(tool.questions(input), ask.answers) });
    return 'recorded';
  }

  const denied = await deps.before({ tool: tool.name, input, workspaceId: workspace.id, turnId: turn.id }, signal);
  if (denied !== null) return refuse('hook-denied', `Refused: ${denied}`);

  const tier = typeof tool.tier === 'function' ? tool.tier(input, { chat, workspace }) : tool.tier;
  const taint = {
    untrusted: !!site.session.taint?.untrusted || !!(tool.readsFiles && workspace.taint?.untrusted),
    secret: !!site.session.taint?.secret || !!(tool.readsFiles && workspace.taint?.secret),
  };
  const decision = deps.decide({ tool: tool.name, tier, flows: tool.flows, taint, workspace: workspace.name });
  if (decision.verdict === 'ask') {
    if (!ask) return waitFor('approval', { kind: 'approval', tool: tool.name, input }, decision.reason);
    if (ask.state === 'denied') return refuse('denied', 'denied by the owner', { by: ask.surface });
    if (ask.state !== 'answered') return refuse(`approval-${ask.state}`, 'denied: nobody answered in time');
    if (ask.callHash !== hash) return refuse('approval-mismatch', 'denied: the approval was for another call');
  }

  const effect = typeof tool.effect === 'function' ? tool.effect(input) : tool.effect;
  if (
    !deps.begin(
      { ...record, input, effect, askId: decision.verdict === 'ask' ? (ask?.id ?? null) : null },
      audit('allow', decision.rule, 'started'),
    )
  )
    return refuse('ask-used', 'denied: this approval was used before');
  const context: ToolContext = {
    callId,
    stepId: record.stepId,
    turn,
    workspace,
    chat,
    tainted: taint.untrusted,
    output: (text) => deps.live(turn.id, chat.id, record.stepId, text),
  };
  const outcome = await runGuarded(deps, tool, input, context, signal);
  // Taint first: if the host dies in between, the session is marked for something it may not have read.
  deps.taint(
    site,
    { untrusted: tool.flows.untrustedSource, secret: tool.flows.secretSource, wrote: tier !== 'read', readsFiles: !!tool.readsFiles },
    tool.name,
  );
  finish(deps, record, outcome);
  return 'recorded';
};

const runGuarded = async (
  deps: ExecuteDeps,
  tool: AgentTool,
  input: JsonObject,
  context: ToolContext,
  signal: AbortSignal,
): Promise<ToolOutcome> => {
  try {
    return await tool.run(input, context, signal);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    deps.log('error', 'tool failed', { turnId: context.turn.id, stepId: context.stepId, tool: tool.name, error: messageOf(error) });
    if (isAppError(error) && error.code === 'not-available')
      return { ok: false, text: `${renderReason(reason(String(error.data.reason ?? 'start-failed')))} Nothing was done.` };
    return { ok: false, text: `The tool ${tool.name} failed: ${messageOf(error)}`, unknown: tool.effect === 'once' };
  }
};

const finish = (deps: ExecuteDeps, record: Recorded, outcome: ToolOutcome): void =>
  deps.end({
    stepId: record.stepId,
    turnId: record.turnId,
    state: outcome.unknown ? 'unknown' : outcome.ok ? 'done' : 'failed',
    reason: outcome.unknown ? reason('may-or-may-not-have-happened') : outcome.ok ? null : reason('tool-failed', { tool: record.tool }),
    text: outcome.text,
    outputBlob: outcome.outputBlob ?? null,
    exitCode: outcome.exitCode ?? null,
  });

const answersText = (questions: readonly Question[], answers: readonly string[]): string =>
  questions.map((q, i) => `${i + 1}. ${q.question}\nanswer: ${answers[i] ?? '(none)'}`).join('\n');
