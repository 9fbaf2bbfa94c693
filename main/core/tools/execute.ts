import { isAppError, messageOf } from '#contract/errors.ts';
import type { Attachment } from '#contract/model/files.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { Ask, AuditEntry, Chat, Question, Session, Turn, Workspace } from '#contract/model/records.ts';
import type { Effect, Tier } from '#contract/model/states.ts';
import type { JsonObject, ToolCallBlock } from '#contract/model/transcript.ts';
import { renderReason } from '#contract/text/render.ts';
import { newId, newShortId } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import { endsOf } from './output.ts';
import { type AgentTool, type FileChange, flowsOf, type Resolved, type ToolContext, type ToolFlows, type ToolOutcome } from './tool.ts';

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

/** What a call meets and leaves behind: for the taint of the session and of the workspace's files. */
interface CallMarks {
  readonly sessionId: string;
  readonly workspaceId: string;
  readonly untrusted: boolean;
  readonly secret: boolean;
  readonly readsFiles: boolean;
  readonly writesFiles: boolean;
  readonly cause: string;
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
    isFirstWord?: boolean;
    isUnasked?: boolean;
  }) => { verdict: 'allow' | 'ask'; rule: string; reason: Reason };
  readonly callHash: (c: { tool: string; input: JsonObject; workspaceId: string; turnId: string; callId: string }) => string;
  readonly askOf: (turnId: string, callId: string) => Ask | null;
  readonly askAndWait: (
    ask: Pick<Ask, 'id' | 'shortId' | 'kind' | 'turnId' | 'callId' | 'workspaceId' | 'callHash' | 'payload' | 'reason'>,
  ) => void;
  readonly nextOrd: (turnId: string) => number;
  /** Commits the run and its marks before any effect. False when the approval had been used before. */
  readonly begin: (step: Recorded & { effect: Effect; askId: string | null; marks: CallMarks }, audit: AuditEntry) => boolean;
  readonly end: (end: {
    stepId: string;
    turnId: string;
    state: 'done' | 'failed' | 'unknown';
    reason: Reason | null;
    text: string;
    outputBlob: string | null;
    picture: Attachment | null;
    exitCode: number | null;
    change: FileChange | null;
  }) => void;
  readonly refuse: (step: Recorded & { reason: Reason; text: string }, audit: AuditEntry) => void;
  /** What became known while it ran: files that another session marked meanwhile, a memory with outside text. */
  readonly mark: (marks: CallMarks) => void;
  readonly live: {
    readonly append: (turnId: string, chatId: string, stepId: string, text: string) => void;
    readonly shown: (stepId: string) => string | null;
    readonly end: (stepId: string) => void;
  };
  /** Keeps what a call had shown when it was cut. */
  readonly keep: (stepId: string, text: string) => void;
  /** A plugin's word before a call; it may only tighten. */
  readonly before: (event: JsonObject, signal: AbortSignal) => Promise<string | null>;
  readonly log: Log;
}

/** Validate, resolve, decide, (ask,) commit, run, record. `waiting`: the turn waits for a person and must be left. */
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
  const ask = deps.askOf(turn.id, callId);
  const resolved = await resolve(tool, parsed.data, ask, { ...site, callId }, signal);
  if (!resolved.ok) return refuse('tool-not-resolved', resolved.text);
  const { input } = resolved;

  // Bound are the model's own words and what they were resolved to.
  const bound = tool.resolve ? { called: parsed.data, resolved: input } : input;
  const hash = deps.callHash({ tool: tool.name, input: bound, workspaceId: workspace.id, turnId: turn.id, callId });
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

  const marks = marksOf(site, tool);
  if (tool.questions) {
    signal.throwIfAborted();
    if (!ask) return waitFor('question', { kind: 'question', questions: tool.questions(input) }, reason('ask-question'));
    if (ask.state !== 'answered')
      return refuse(`question-${ask.state}`, ask.state === 'expired' ? 'The user did not answer in time.' : 'The user declined to answer.');
    if (!deps.begin({ ...record, input, effect: 'none', askId: ask.id, marks }, audit('allow', 'question-answered', 'started')))
      return refuse('ask-used', 'These answers were used before.');
    finish(deps, record, { ok: true, text: answersText(tool.questions(input), ask.answers) });
    return 'recorded';
  }

  const denied = await deps.before({ tool: tool.name, input, workspaceId: workspace.id, turnId: turn.id }, signal);
  // Stopped while a hook thought: neither a request nor a run may follow.
  signal.throwIfAborted();
  if (denied !== null) return refuse('hook-denied', `Refused: ${denied}`);

  const tier = typeof tool.tier === 'function' ? tool.tier(input, { chat, workspace }) : tool.tier;
  const taint = {
    untrusted: !!site.session.taint?.untrusted || !!(tool.readsFiles && workspace.taint?.untrusted),
    secret: !!site.session.taint?.secret || !!(tool.readsFiles && workspace.taint?.secret),
  };
  const { publicSink = false, ...reach } = tool.reach?.(input, { chat, workspace, turn }) ?? {};
  const own = flowsOf(tool, workspace);
  const flows = { ...own, publicSink: own.publicSink || publicSink };
  const decision = deps.decide({ tool: tool.name, tier, flows, taint, workspace: workspace.name, ...reach });
  if (decision.verdict === 'ask') {
    if (!ask) return waitFor('approval', { kind: 'approval', tool: tool.name, input }, decision.reason);
    if (ask.state === 'denied') return refuse('denied', 'denied by the owner', { by: ask.surface });
    if (ask.state !== 'answered') return refuse(`approval-${ask.state}`, 'denied: nobody answered in time');
    if (ask.callHash !== hash) return refuse('approval-mismatch', 'denied: the approval was for another call');
  }

  const effect = typeof tool.effect === 'function' ? tool.effect(input) : tool.effect;
  if (
    !deps.begin(
      { ...record, input, effect, askId: decision.verdict === 'ask' ? (ask?.id ?? null) : null, marks },
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
    output: (text) => deps.live.append(turn.id, chat.id, record.stepId, text),
  };
  try {
    const outcome = await runGuarded(deps, tool, input, context, signal);
    // Taint first: if the host dies in between, the session is marked for something it may not have read.
    if (marks.readsFiles || outcome.untrusted) deps.mark({ ...marks, untrusted: marks.untrusted || !!outcome.untrusted });
    finish(deps, record, outcome);
  } finally {
    deps.live.end(record.stepId);
  }
  return 'recorded';
};

// What was asked is what runs: after an approval, the stored input and not another look-up of a name.
const resolve = (
  tool: AgentTool,
  parsed: JsonObject,
  ask: Ask | null,
  site: CallSite & { callId: string },
  signal: AbortSignal,
): Resolved<JsonObject> | Promise<Resolved<JsonObject>> => {
  if (!tool.resolve) return { ok: true, input: parsed };
  return ask?.payload.kind === 'approval' ? { ok: true, input: ask.payload.input } : tool.resolve(parsed, site, signal);
};

const marksOf = ({ turn, workspace, session }: CallSite, tool: AgentTool): CallMarks => ({
  sessionId: session.id,
  workspaceId: workspace.id,
  untrusted: flowsOf(tool, workspace).untrustedSource,
  secret: flowsOf(tool, workspace).secretSource,
  readsFiles: !!tool.readsFiles,
  writesFiles: !!tool.writesFiles,
  cause: `${tool.name} in turn ${turn.id}`,
});

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
    if (signal.aborted) {
      keepShown(deps, context);
      throw signal.reason;
    }
    deps.log('error', 'tool failed', { turnId: context.turn.id, stepId: context.stepId, tool: tool.name, error: messageOf(error) });
    if (isAppError(error) && error.code === 'not-available')
      return { ok: false, text: `${renderReason(reason(String(error.data.reason ?? 'start-failed'), error.data))} Nothing was done.` };
    return { ok: false, text: `The tool ${tool.name} failed: ${messageOf(error)}`, unknown: tool.effect === 'once' };
  }
};

const keepShown = (deps: ExecuteDeps, { stepId, turn }: ToolContext): void => {
  const shown = deps.live.shown(stepId);
  if (shown === null) return;
  try {
    deps.keep(stepId, endsOf(shown));
  } catch (error) {
    // A full disk: that the turn ends is what counts.
    deps.log('error', 'the output of a cut call could not be kept', { turnId: turn.id, stepId, error: messageOf(error) });
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
    picture: outcome.picture ?? null,
    exitCode: outcome.exitCode ?? null,
    change: (outcome.ok && outcome.change) || null,
  });

const answersText = (questions: readonly Question[], answers: readonly string[]): string =>
  questions.map((q, i) => `${i + 1}. ${q.question}\nanswer: ${answers[i] ?? '(none)'}`).join('\n');
