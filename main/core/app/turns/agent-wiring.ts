import type { Reason } from '#contract/model/reason.ts';
import type { Route, Turn, Workspace } from '#contract/model/records.ts';
import { candidatesFor, monthStart, nextMonth } from '../../accounts/candidates.ts';
import type { ModelLists } from '../../accounts/model-lists.ts';
import type { LiveText } from '../../agent/live-text.ts';
import type { AgentDeps } from '../../agent/ports.ts';
import { delay } from '../../base/abort.ts';
import type { Clock } from '../../base/clock.ts';
import { newId } from '../../base/ids.ts';
import type { Log } from '../../base/log.ts';
import type { Registry } from '../../plugins/registry.ts';
import { callHash } from '../../policy/call-hash.ts';
import { decide } from '../../policy/decide.ts';
import type { ProfilesService } from '../../services/profiles.ts';
import type { SecretsService } from '../../services/secrets.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Audit } from '../../store/audit.ts';
import type { Store } from '../../store/store.ts';
import { type KnownMark, markCall, taintSession } from '../../store/taint.ts';
import { interruptTurn } from '../../store/transitions/recover.ts';
import { resetSession } from '../../store/transitions/session.ts';
import {
  addNotice,
  addSummary,
  beginModelCall,
  beginTool,
  endModelCall,
  endTool,
  flushParts,
  keepToolOutput,
  refuseTool,
} from '../../store/transitions/steps.ts';
import { endTurn, type TurnEnd } from '../../store/transitions/turn-end.ts';
import { showCommands, steerTurn } from '../../store/transitions/turn-start.ts';
import { askAndWait, waitTurn } from '../../store/transitions/turn-wait.ts';
import { pastOf } from '../../store/views/past.ts';
import { askHooks } from '../../tools/before-hooks.ts';
import { executeCall } from '../../tools/execute.ts';
import type { ExecuteDeps } from '../../tools/execute-ports.ts';
import type { AgentTool } from '../../tools/tool.ts';
import type { Vault } from '../../vault/vault.ts';
import { createAnswerGate } from '../security/answer-gate.ts';
import type { Authorities } from '../security/authority.ts';
import { createDeputy, type DeputyWiring } from '../security/deputy.ts';
import { createJudgements } from '../security/judgements.ts';
import type { ReachRules } from '../security/reach.ts';
import { budgetNotice } from './budget-notice.ts';

export interface AgentWiring {
  readonly store: Store;
  readonly clock: Clock;
  readonly registry: Registry;
  readonly models: ModelLists;
  readonly vault: Vault;
  readonly audit: Audit;
  readonly live: LiveText;
  /** Those that exist in a workspace. */
  readonly tools: (workspaceId: string) => readonly AgentTool[];
  readonly profiles: ProfilesService;
  readonly authorities: Authorities;
  readonly warmSandbox: (workspaceId: string, turnId: string) => void;
  readonly zone: () => string;
  /** Who judges; null = nobody. */
  readonly deputy: () => Settings['deputy'];
  /** What a judgement came to; null = there is one. */
  readonly judged: DeputyWiring['judged'];
  readonly approvalMs: () => number;
  /** The messages and deliveries of a turn's end. */
  readonly endMessage: (turn: Turn, end: { text: string; reason: Reason | null; isKept: boolean }) => Promise<TurnEnd['message']>;
  /** Deliveries of this chat were committed. */
  readonly delivered: (chatId: string) => void;
  readonly asksChanged: () => void;
  readonly reach: ReachRules;
  readonly secrets: Pick<SecretsService, 'hider'>;
  readonly quotaWait: (turnId: string, nextAt: number, why: Reason) => void;
  readonly log: Log;
}

// A plugin that thinks for longer about a call says no.
const hookMs = 5_000;

const must = <T>(value: T | null, what: string): T => {
  if (value === null) throw new Error(`${what} is gone`);
  return value;
};

/** The agent's and the tools' ports, over the store: every change of state is one named transition. */
export const wireAgent = (w: AgentWiring): AgentDeps => {
  const { store, clock } = w;
  const { db } = store;

  const ask: ExecuteDeps['askAndWait'] = (made) => {
    db.tx(() => {
      askAndWait(db, { ...made, expiresAt: clock.now() + w.approvalMs() }, clock.now());
      w.audit.append({
        actor: `agent:${store.turns.byId(made.turnId)?.authorityPersonId ?? ''}`,
        workspaceId: made.workspaceId,
        turnId: made.turnId,
        callHash: made.callHash,
        decision: 'ask',
        rule: made.reason.code.replace(/^ask-/, ''),
        outcome: 'waiting',
        detail: `${made.payload.kind === 'approval' ? made.payload.tool : made.kind} ${made.callId}`,
      });
    });
    w.log('info', 'turn waiting', { turnId: made.turnId, wait: 'ask', askId: made.id, kind: made.kind });
    w.asksChanged();
  };
  const notice: AgentDeps['notice'] = (turnId, why) => {
    addNotice(db, { stepId: newId('step', clock.now()), turnId, ord: store.turns.nextOrd(turnId), reason: why }, clock.now());
    w.log('warn', 'notice', { turnId, reason: why.code, ...why.params });
  };
  const candidates = (workspace: Workspace, routes: readonly Route[]): ReturnType<AgentDeps['candidates']> =>
    candidatesFor(
      {
        routes: () => [...routes],
        isAllowed: w.profiles.allowsAccount,
        provider: (id) => w.registry.find('provider', id),
        vaultState: w.vault.state,
        firstModel: w.models.firstModel,
        contextTokens: w.models.contextTokens,
        seesPictures: w.models.seesPictures,
      },
      workspace,
    );
  const deputy = createDeputy({ store, clock, setting: w.deputy, candidates, agent: () => agent, judged: w.judged });
  const judgements = createJudgements({ deputy, store, audit: w.audit, notice: (turnId, why) => agent.notice(turnId, why) });
  const execute: ExecuteDeps = {
    find: (name, workspaceId) => w.tools(workspaceId).find((t) => t.name === name) ?? null,
    names: (workspaceId) => w.tools(workspaceId).map((t) => t.name),
    filesAreSecret: (workspaceId) => w.profiles.of(workspaceId).profile.filesAreSecret,
    asOfNow: (turn) => ({ session: agent.session(turn.sessionId), workspace: agent.workspace(turn.workspaceId) }),
    decide(call, from) {
      const facts = w.authorities.facts(from);
      const changesShared = w.authorities.changesShared({ ...from, tool: call.tool, path: facts.path });
      return decide({ ...call, facts, changesShared }, w.authorities.of(from.workspaceId));
    },
    callHash,
    askOf: store.asks.ofCall,
    askAndWait: ask,
    nextOrd: store.turns.nextOrd,
    begin(step, entry) {
      const begun = beginTool(db, step, w.audit.append, entry, clock.now());
      if (begun) w.log('info', 'tool running', { turnId: step.turnId, stepId: step.stepId, tool: step.tool, effect: step.effect });
      return begun;
    },
    end(end) {
      endTool(db, end, clock.now());
      w.log(end.state === 'done' ? 'info' : 'warn', `tool ${end.state}`, {
        turnId: end.turnId,
        stepId: end.stepId,
        exitCode: end.exitCode,
      });
    },
    audit: w.audit.append,
    refuse(step, entry) {
      refuseTool(db, step, w.audit.append, entry, clock.now());
      w.log('warn', 'tool refused', { turnId: step.turnId, stepId: step.stepId, tool: step.tool, reason: step.reason.code });
    },
    mark: (marks) => db.tx(() => markCall(db, marks)),
    live: {
      append: (turnId, chatId, stepId, text) => w.live.append({ turnId, chatId, stepId, kind: 'tool' }, text),
      shown: w.live.textOf,
      end: w.live.end,
    },
    hider: w.secrets.hider,
    keep: (stepId, text) => keepToolOutput(db, stepId, text),
    judgeCall: judgements.judgeCall,
    judgeText: judgements.judgeText,
    before: (event, signal) =>
      askHooks(
        w.registry.all('hook').filter(({ impl }) => impl.on === 'tool.before'),
        { event, deadlineMs: hookMs },
        signal,
      ),
    log: w.log,
  };

  const agent: AgentDeps = {
    chat: (id) => must(store.chats.byId(id), 'the chat'),
    workspace: (id) => must(store.workspaces.byId(id), 'the workspace'),
    session: (id) => must(store.chats.session(id), 'the session'),
    turn: (id) => must(store.turns.byId(id), 'the turn'),
    pastOf: (sessionId) => pastOf(db, sessionId),
    steps: store.turns.steps,
    step: store.turns.step,
    messagesOf: store.messages.ofTurn,
    personName: (id) => (id === null ? 'somebody' : (store.people.get(id)?.name ?? 'somebody')),
    nextOrd: store.turns.nextOrd,
    steer: (turnId, atOrd) => steerTurn(db, turnId, atOrd),
    showCommands: (turnId, atOrd) => showCommands(db, turnId, atOrd),
    memories: store.memories.list,
    tools: (workspaceId) => w.tools(workspaceId).map(({ name, description, input }) => ({ name, description, input })),
    zone: w.zone,
    candidates: (workspace) => candidates(workspace, store.workspaces.routes(workspace.id)),
    beginCall(c) {
      const { account } = c.candidate;
      const now = clock.now();
      return db.tx(() => {
        // Checked and reserved in one transaction: two turns cannot both take the last of a budget.
        if (account.budgetTokens !== null && store.accounts.spent(account.id, monthStart(now)) + c.tokens > account.budgetTokens)
          return { ok: false as const, nextAt: nextMonth(now) };
        beginModelCall(
          db,
          {
            stepId: c.stepId,
            turnId: c.turnId,
            ord: c.ord,
            accountId: account.id,
            provider: c.candidate.provider.id,
            model: c.candidate.model,
            attempt: c.attempt,
            reservationId: newId('rsv', now),
            tokens: c.tokens,
            inputTokens: c.candidate.provider.noAi ? 0 : c.inputTokens,
            price: c.candidate.price,
            isDeputy: c.isDeputy === true,
          },
          now,
        );
        meetMemories(store, c.turnId);
        w.log('info', 'model call running', {
          turnId: c.turnId,
          stepId: c.stepId,
          account: account.name,
          model: c.candidate.model,
          attempt: c.attempt,
        });
        return { ok: true as const };
      });
    },
    endCall(e) {
      endModelCall(db, e, clock.now());
      const told = budgetNotice(store, store.turns.step(e.stepId)?.accountId ?? '', monthStart(clock.now()));
      if (told) notice(e.turnId, told);
    },
    flushParts: (turnId, modelStepId, parts) => flushParts(db, turnId, modelStepId, parts, clock.now()),
    notice,
    addSummary: (s) => addSummary(db, { ...s, ord: store.turns.nextOrd(s.turnId) }, clock.now()),
    live: w.live,
    warmSandbox: w.warmSandbox,
    execute: (site, signal) => executeCall(execute, site, signal),
    ...createAnswerGate({
      store,
      reach: w.reach,
      askAndWait: ask,
      audit: w.audit.append,
      judge: judgements.judgeAnswer,
    }),
    judgeSaid: judgements.judgeSaid,
    waitForQuota(turnId, why, nextAt) {
      waitTurn(db, { turnId, wait: 'quota', waitId: `quota:${turnId}`, reason: why, nextAt }, clock.now());
      w.log('warn', 'turn waiting', { turnId, wait: 'quota', nextAt, reason: why.code });
      w.quotaWait(turnId, nextAt, why);
    },
    async endTurn(turn, end) {
      const reset = end.state === 'done' ? resetAsked(store, turn.id) : null;
      const message = end.state === 'cancelled' ? null : await w.endMessage(turn, { ...end, isKept: end.isKept === true });
      db.tx(() => {
        const { state, reason: why, partial, askId = null } = end;
        const ended = endTurn(db, { turnId: turn.id, state, reason: why, message, partial, askId }, clock.now());
        if (ended && reset !== null)
          resetSession(db, { chatId: turn.chatId, newSessionId: newId('ses', clock.now()), handoff: reset || null }, clock.now());
      });
      w.delivered(turn.chatId);
      for (const { deliveryId } of message?.parts ?? [])
        w.log('info', 'delivery stored', { turnId: turn.id, deliveryId, messageId: message?.messageId });
      w.log(end.state === 'failed' ? 'warn' : 'info', `turn ${end.state}`, {
        turnId: turn.id,
        chatId: turn.chatId,
        ms: clock.now() - turn.startedAt,
        ...(end.reason ? { reason: end.reason.code } : {}),
      });
    },
    interrupt(turnId, why) {
      interruptTurn(db, turnId, why === 'emergency' ? 'emergency-stop' : 'host-stopped', clock.now());
      w.log('info', 'turn interrupted', { turnId });
    },
    delay,
    now: clock.now,
    mono: clock.mono,
    log: w.log,
  };
  return agent;
};

// The message that reset_context was called with in this turn; null when it was not called.
const resetAsked = (store: Store, turnId: string): string | null => {
  const step = store.turns.steps(turnId).findLast((s) => s.kind === 'tool' && s.tool === 'reset_context' && s.state === 'done');
  return step ? String(step.input?.message ?? '') : null;
};

// Memories are part of every request: what one of them has met, the session that is told it has met, too.
const meetMemories = (store: Store, turnId: string): void => {
  const turn = store.turns.byId(turnId);
  const tainted = turn && store.memories.list(turn.workspaceId).find((m) => m.tainted);
  if (!turn || !tainted) return;
  const mark: KnownMark = { untrusted: true, secret: false, cause: `the memory "${tainted.key}"` };
  taintSession(store.db, turn.sessionId, mark);
};
