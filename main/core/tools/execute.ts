import { type Reason, reason } from '#contract/model/reason.ts';
import type { Ask, AuditEntry, Question } from '#contract/model/records.ts';
import type { JsonObject } from '#contract/model/transcript.ts';
import { renderReason } from '#contract/text/render.ts';
import type { Hider } from '../base/hide-values.ts';
import { newId, newShortId } from '../base/ids.ts';
import { plainLine } from '../base/plain-text.ts';
import type { CallMarks, CallSite, ExecuteDeps, Recorded } from './execute-ports.ts';
import { asTold, matterOf } from './judged.ts';
import { flowsHere, isGivenSecrets, type Proposed, propose } from './propose.ts';
import { markWhatWasMet, runGuarded } from './run-guarded.ts';
import type { AgentTool, Resolved, ToolContext, ToolOutcome } from './tool.ts';

const longestDenial = 500;

/** Validate, resolve, decide, (ask,) commit, run, record. `waiting`: the turn waits for a person and must be left. */
export const executeCall = async (deps: ExecuteDeps, site: CallSite, signal: AbortSignal): Promise<'recorded' | 'waiting'> => {
  const { turn, workspace, chat, block } = site;
  const callId = `${site.modelStepId}:${site.index}`;
  const record: Recorded = {
    stepId: newId('step'),
    turnId: turn.id,
    // Judgements come in between.
    get ord() {
      return deps.nextOrd(turn.id);
    },
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

  const tool = deps.find(block.name, workspace.id);
  if (!tool) return refuse('tool-unknown', `There is no tool "${block.name}" here. Tools: ${deps.names(workspace.id).join(', ')}.`);
  if (block.invalidJson !== undefined)
    return refuse('tool-input-invalid', `The input of ${block.name} was not valid JSON. Nothing was done.`);
  const parsed = tool.parse.safeParse(block.input);
  if (!parsed.success)
    return refuse(
      'tool-input-invalid',
      `The input of ${block.name} does not fit: ${parsed.error.issues.map((i) => `${i.path.join('.') || 'input'}: ${i.message}`).join('; ')}. Nothing was done.`,
    );
  const ask = deps.askOf(turn.id, callId);
  // As everything stands at that moment: files are read and hooks think in between, and other turns go on.
  const proposeNow = (input: JsonObject): Proposed =>
    propose(tool, input, { turn, chat, ...deps.asOfNow(turn), filesAreSecret: deps.filesAreSecret(workspace.id) });
  const refuseBy = ({ rule, reason: why }: ReturnType<ExecuteDeps['decide']>): 'recorded' => {
    deps.refuse({ ...record, reason: why, text: `denied: ${renderReason(why)}` }, audit('deny', rule, 'refused'));
    return 'recorded';
  };
  const decide = (proposed: Parameters<ExecuteDeps['decide']>[0], input: JsonObject): ReturnType<ExecuteDeps['decide']> =>
    deps.decide(proposed, { input, workspaceId: workspace.id, turnId: turn.id });
  const addressed = ask ? null : tool.addressed?.(parsed.data, site);
  if (addressed?.ok) {
    const early = decide(proposeNow(addressed.input), addressed.input);
    if (early.verdict === 'deny') return refuseBy(early);
  }
  const resolved = await resolve(tool, parsed.data, ask, { ...site, callId }, signal);
  if (!resolved.ok) return refuse('tool-not-resolved', resolved.text);
  const { input } = resolved;

  // Bound are the model's own words and what they were resolved to.
  const bound = tool.resolve ? { called: parsed.data, resolved: input } : input;
  const hash = deps.callHash({ tool: tool.name, input: bound, workspaceId: workspace.id, turnId: turn.id, callId });
  const waitFor = (kind: Ask['kind'], payload: Ask['payload'], why: Reason): 'waiting' => {
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

  const filesAreSecret = deps.filesAreSecret(workspace.id);
  const met = marksOf(site, tool, filesAreSecret);
  const marks = { ...met, secret: met.secret || isGivenSecrets(tool, input) };
  // What asks a person needs nobody's leave, and a rule can forbid it.
  const question = tool.questions || tool.secret ? proposeNow(input) : null;
  const asking = question && decide(question, input);
  if (asking?.verdict === 'deny') return refuseBy(asking);

  if (tool.questions) {
    signal.throwIfAborted();
    if (!ask) {
      // One that others would read goes out unseen; flagged, it is told to the owner alone.
      const matter = question && matterOf(input, question);
      const flagged = matter && (await deps.judgeCall(matter, site, signal));
      signal.throwIfAborted();
      return waitFor('question', { kind: 'question', questions: tool.questions(input) }, flagged ?? reason('ask-question'));
    }
    if (ask.state !== 'answered')
      return refuse(`question-${ask.state}`, ask.state === 'expired' ? 'The user did not answer in time.' : 'The user declined to answer.');
    if (!deps.begin({ ...record, input, effect: 'none', askId: ask.id, marks }, audit('allow', 'question-answered', 'started')))
      return refuse('ask-used', 'These answers were used before.');
    finish(deps, record, { ok: true, text: answersText(tool.questions(input), ask.answers) });
    return 'recorded';
  }

  if (tool.secret) {
    const wish = tool.secret(input, { workspace });
    signal.throwIfAborted();
    if (wish.kind === 'refused') return refuse('tool-not-resolved', wish.text);
    const isTainted = site.session.taint?.untrusted === true;
    if (wish.kind === 'wanted' && !ask)
      return waitFor(
        'secret',
        { kind: 'secret', name: wish.name, why: wish.why },
        reason(isTainted ? 'ask-secret-tainted' : 'ask-secret', { name: wish.name, workspace: workspace.name }),
      );
    if (ask && ask.state !== 'answered')
      return refuse(
        `secret-ask-${ask.state}`,
        ask.state === 'expired' ? 'The user did not give it in time.' : 'The user declined to give it.',
      );
    if (!deps.begin({ ...record, input, effect: 'none', askId: ask?.id ?? null, marks }, audit('allow', 'secret-given', 'started')))
      return refuse('ask-used', 'This answer was used before.');
    finish(deps, record, { ok: true, text: wish.text });
    return 'recorded';
  }

  const denied = await deps.before({ tool: tool.name, input, workspaceId: workspace.id, turnId: turn.id }, signal);
  // Stopped while a hook thought: neither a request nor a run may follow.
  signal.throwIfAborted();
  if (denied !== null) return refuse('hook-denied', `Refused: ${plainLine(denied, longestDenial)}`);

  let proposed = proposeNow(input);
  let decision = decide(proposed, input);
  const matter = decision.verdict === 'allow' ? matterOf(input, proposed) : null;
  if (decision.verdict === 'allow' && (ask || matter)) {
    const flagged = matter && !ask ? await deps.judgeCall(matter, site, signal) : null;
    signal.throwIfAborted();
    // Decided anew and begun at once: meanwhile the session may have met more, or another call used up what a rule allows.
    proposed = proposeNow(input);
    decision = decide(flagged ? { ...proposed, flagged } : proposed, input);
    // A person who was asked about this very call is heard, whatever speaks for it by now.
    if (ask && decision.verdict === 'allow') decision = { ...decision, verdict: 'ask' };
  }
  if (decision.verdict === 'deny') return refuseBy(decision);
  if (decision.verdict === 'ask') {
    if (!ask) {
      const defaults = Object.keys(parsed.data).filter((name) => !Object.hasOwn(block.input, name) && Object.hasOwn(input, name));
      return waitFor('approval', { kind: 'approval', tool: tool.name, input, defaults }, decision.reason);
    }
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
  // Looked up when something is said: a value may have come while the call waited for its sandbox.
  const hide = (text: string): string => deps.hider(workspace.id).clean(text);
  let stream: ReturnType<Hider['stream']> | undefined;
  const shown = (): ReturnType<Hider['stream']> => (stream ??= deps.hider(workspace.id).stream());
  const show = (text: string): void => {
    if (text !== '') deps.live.append(turn.id, chat.id, record.stepId, text);
  };
  const context: ToolContext = {
    callId,
    stepId: record.stepId,
    turn,
    workspace,
    chat,
    tainted: proposed.taint.untrusted,
    hide,
    mayFollow(url) {
      // By what the decision knew: its own outside text does not count against where it goes on. What a person approved is this address alone.
      const further = decision.verdict === 'ask' ? decision : decide(proposed, { ...input, url });
      if (further.verdict === 'allow') return true;
      deps.audit(audit('deny', further.rule, 'redirect-refused'));
      return false;
    },
    output: (text) => show(shown().push(text)),
  };
  try {
    const outcome = await runGuarded(deps, tool, input, context, { signal, marks });
    // Taint first: if the host dies in between, the session is marked for something it may not have read.
    const isOutside = markWhatWasMet(deps, { ...marks, untrusted: marks.untrusted || !!outcome.untrusted });
    const isOthersText = marks.untrusted || !!outcome.untrusted || (isOutside && outcome.source !== undefined);
    const isFlagged = isOthersText && (await isTextFlagged(deps, hide(outcome.text), outcome, site, signal));
    finish(deps, record, { ...outcome, text: hide(asTold(outcome, { tool: tool.name, isOutside, isFlagged })) });
  } finally {
    show(shown().end());
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

const marksOf = ({ turn, workspace, session }: CallSite, tool: AgentTool, filesAreSecret: boolean): CallMarks => ({
  sessionId: session.id,
  workspaceId: workspace.id,
  untrusted: flowsHere(tool, workspace, filesAreSecret).untrustedSource,
  secret: flowsHere(tool, workspace, filesAreSecret).secretSource,
  readsFiles: !!tool.readsFiles,
  writesFiles: !!tool.writesFiles,
  cause: `${tool.name} in turn ${turn.id}`,
});

// Who stops meanwhile leaves it unjudged, and that counts as flagged.
const isTextFlagged = async (
  deps: ExecuteDeps,
  text: string,
  { source }: Pick<ToolOutcome, 'source'>,
  site: CallSite,
  signal: AbortSignal,
): Promise<boolean> => {
  if (text.trim() === '') return false;
  const matter = { kind: 'inbound' as const, what: source?.what ?? site.block.name, origin: source?.origin ?? '', text };
  return deps.judgeText(matter, site, signal).catch((error: unknown) => {
    if (signal.aborted) return true;
    throw error;
  });
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
