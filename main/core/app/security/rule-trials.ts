import { AppError } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { Ask, Chat, Person, Turn, Workspace } from '#contract/model/records.ts';
import type { Rule, RuleBody } from '#contract/model/rule.ts';
import type { JsonObject } from '#contract/model/transcript.ts';
import { renderReason } from '#contract/text/render.ts';
import type { AlwaysOffer, RuleView, Trial } from '#contract/ui/domains/rules.ts';
import { type Authority, type Decision, decide, ruleName } from '../../policy/decide.ts';
import { ruleFromCall } from '../../policy/rule-from-call.ts';
import type { RulesService } from '../../services/rules.ts';
import type { Store } from '../../store/store.ts';
import { taskById } from '../../store/transitions/tasks.ts';
import { propose } from '../../tools/propose.ts';
import type { AgentTool } from '../../tools/tool.ts';
import type { Authorities } from './authority.ts';

export interface RuleTrialDeps {
  readonly store: Store;
  readonly rules: RulesService;
  readonly authorities: Authorities;
  /** Of a workspace. */
  readonly tools: (workspaceId: string) => readonly AgentTool[];
}
interface Site {
  readonly workspace: Workspace;
  readonly chat: Chat;
  readonly turn: Turn;
  readonly taint: { readonly untrusted: boolean; readonly secret: boolean };
}

// Why a request that asks whatever a rule says is not lifted; the rest of those have one sentence.
const lastingReasons: ReadonlySet<string> = new Set(['flow-untrusted-secret-sink', 'first-word', 'unasked', 'shared-tainted']);
const lastingReason = (code: string): Reason => {
  const cause = code.replace(/^ask-/, '');
  return reason(lastingReasons.has(cause) ? `always-${cause}` : 'always-each-time');
};
// What a person may lift once for all; the rest is looked at each time, whatever a rule says.
const liftable = new Set(['ask-tier-external', 'ask-tier-external-tainted', 'ask-by-rule']);
const triedTurn = 'trial';

/** What would become of a call, and the rules that "Always allow" would make; both by the decision that is in force. */
export const createRuleTrials = ({ store, rules, authorities, tools }: RuleTrialDeps) => {
  const decideAt = (tool: AgentTool, input: JsonObject, site: Site, authority: Authority): Decision => {
    const { workspace, chat, turn, taint } = site;
    const session = { taint: { ...taint, cause: '' } };
    const call = propose(tool, input, { turn, workspace, chat, session, filesAreSecret: authority.profile.filesAreSecret });
    const facts = authorities.facts({ input, workspaceId: workspace.id, turnId: turn.id });
    const changesShared = authorities.changesShared({ tool: call.tool, input, workspaceId: workspace.id, path: facts.path });
    return decide({ ...call, facts, changesShared }, authority);
  };
  const ruleTextOf = (decision: Decision): string | null => {
    const found = store.rules.get(decision.rule.replace(/^rule:/, ''));
    return found ? rules.textOf(found) : null;
  };

  const siteOf = (ask: Ask): Site | null => {
    const turn = store.turns.byId(ask.turnId);
    const chat = turn && store.chats.byId(turn.chatId);
    const workspace = store.workspaces.byId(ask.workspaceId);
    const session = turn && store.chats.session(turn.sessionId);
    if (!turn || !chat || !workspace || !session) return null;
    return { turn, chat, workspace, taint: { untrusted: !!session.taint?.untrusted, secret: !!session.taint?.secret } };
  };
  /** The rule for a waiting request and the one that it comes before, null = behind all; or why there is none. */
  const alwaysOf = (ask: Ask, taskId: string | null): { body: RuleBody; before: Rule | null } | { why: Reason } => {
    if (ask.state !== 'pending' || ask.payload.kind !== 'approval') return { why: reason('always-not-pending') };
    const { input, tool: name } = ask.payload;
    if (name === 'reply') return { why: reason('always-not-tool') };
    if (!liftable.has(ask.reason.code)) return { why: lastingReason(ask.reason.code) };
    const site = siteOf(ask);
    const tool = site && tools(site.workspace.id).find((one) => one.name === name);
    if (!site || !tool) return { why: reason('always-not-pending') };
    const { path } = authorities.facts({ input, workspaceId: ask.workspaceId, turnId: ask.turnId });
    const body = ruleFromCall({ tool: name, input, path });
    if (!body) return { why: reason('always-too-long') };
    const authority = authorities.of(ask.workspaceId);
    const rule = { ...body, id: 'offered', workspaceId: ask.workspaceId, taskId, ord: 0, madeBy: '', madeAt: 0 };
    // What else was laid down still counts: it comes before nothing but the rule that asked.
    const asked = decideAt(tool, input, site, authority);
    const asking = authority.rules.findIndex((one) => ruleName(one) === asked.rule);
    const at = asking === -1 ? authority.rules.length : asking;
    const decision = decideAt(tool, input, site, { ...authority, rules: authority.rules.toSpliced(at, 0, rule), allowedLately: () => 0 });
    if (decision.verdict === 'allow') return { body, before: authority.rules[at] ?? null };
    const isProfiles = authority.profile.outside === 'ask' || decision.rule === 'tier-external';
    return { why: isProfiles ? reason('always-profile', { profile: authority.profileName }) : reason('always-tainted') };
  };
  const offerOf = (ask: Ask, taskId: string | null): AlwaysOffer => {
    const made = alwaysOf(ask, taskId);
    return 'why' in made ? { can: false, why: made.why } : { can: true, text: rules.textOf({ ...made.body, taskId }) };
  };
  const mustAsk = (id: string): Ask => {
    const ask = store.asks.find(id);
    if (!ask) throw new AppError('ask-unknown', { id });
    return ask;
  };

  return {
    try(o: { workspace: string; tool: string; input: JsonObject; outsideText: boolean; privateData: boolean; person: Person }): Trial {
      const workspace = store.workspaces.byName(o.workspace);
      if (!workspace) throw new AppError('not-found', { what: 'workspace', name: o.workspace });
      const chat = store.chats.list().find(({ workspaceId }) => workspaceId === workspace.id) ?? ownChat(workspace);
      const authority = authorities.of(workspace.id);
      const there = tools(workspace.id);
      const tool = there.find(({ name }) => name === o.tool);
      if (!tool)
        return {
          verdict: 'deny',
          rule: 'profile-no-tool',
          ruleText: null,
          why: reason('denied-no-such-tool', { tool: o.tool, profile: authority.profileName, workspace: workspace.name }),
        };
      const parsed = tool.parse.safeParse(o.input);
      if (!parsed.success)
        throw new AppError('bad-input', {
          detail: parsed.error.issues.map((i) => `${i.path.join('.') || 'input'}: ${i.message}`).join('; '),
        });
      const input = tool.reach ? { ...parsed.data, ...recipient(store, workspace, chat, parsed.data.chat) } : parsed.data;
      const turn = trialTurn(chat, o.person);
      const decision = decideAt(
        tool,
        input,
        { workspace, chat, turn, taint: { untrusted: o.outsideText, secret: o.privateData } },
        authority,
      );
      return { verdict: decision.verdict, rule: decision.rule, ruleText: ruleTextOf(decision), why: decision.reason };
    },
    offers(askId: string): { here: AlwaysOffer; task: AlwaysOffer | null } {
      const ask = mustAsk(askId);
      const taskId = store.rules.taskOfTurn(ask.turnId);
      const task = taskId === null ? null : taskById(store.db, taskId);
      if (!task) return { here: offerOf(ask, null), task: null };
      const comesAgain = task.enabled && task.nextAt !== null;
      return { here: offerOf(ask, null), task: comesAgain ? offerOf(ask, task.id) : { can: false, why: reason('always-task-once') } };
    },
    /** Throws rule-not-offered, and rule-not-as-shown when `text` is not what the rule says. */
    always(o: { askId: string; scope: 'here' | 'task'; text: string; person: Person }): RuleView {
      const ask = mustAsk(o.askId);
      const taskId = o.scope === 'task' ? store.rules.taskOfTurn(ask.turnId) : null;
      if (o.scope === 'task' && taskId === null) throw new AppError('rule-not-offered', { why: '' });
      const made = alwaysOf(ask, taskId);
      if ('why' in made) throw new AppError('rule-not-offered', { why: renderReason(made.why) });
      if (rules.textOf({ ...made.body, taskId }) !== o.text) throw new AppError('rule-not-as-shown');
      return rules.view(rules.make({ workspaceId: ask.workspaceId, taskId, body: made.body, before: made.before, person: o.person }));
    },
  };
};
export type RuleTrials = ReturnType<typeof createRuleTrials>;

// A name of a chat, as the assistant gives it, becomes the chat that the tool would find.
const recipient = (store: Store, workspace: Workspace, own: Chat, name: unknown): JsonObject => {
  if (typeof name !== 'string') return { chat: own.name, chatId: own.id };
  const found = store.chats.called(workspace.id, name);
  const [chat] = found;
  if (!chat || found.length > 1) throw new AppError('not-found', { what: 'chat', name });
  return { chat: chat.name, chatId: chat.id };
};

// A workspace in which nobody has spoken yet: as if its owner did.
const ownChat = (workspace: Workspace): Chat => ({
  id: triedTurn,
  connectionId: '',
  channel: 'desktop',
  chatKey: '',
  name: workspace.name,
  workspaceId: workspace.id,
  sessionId: '',
  kind: 'self',
  leftAt: null,
  closedAt: null,
});

const trialTurn = (chat: Chat, person: Person): Turn => ({
  id: triedTurn,
  sessionId: chat.sessionId,
  chatId: chat.id,
  workspaceId: chat.workspaceId,
  kind: 'message',
  authorityPersonId: person.id,
  state: 'running',
  reason: null,
  attempt: 0,
  wait: null,
  waitId: null,
  nextAt: null,
  afterSeq: 0,
  startedAt: 0,
  endedAt: null,
  leftOut: 0,
});
