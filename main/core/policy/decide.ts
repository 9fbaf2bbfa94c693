import { hasTool, type Profile } from '#contract/model/profile.ts';
import type { Reason } from '#contract/model/reason.ts';
import { reason } from '#contract/model/reason.ts';
import type { Taint } from '#contract/model/records.ts';
import type { Rule } from '#contract/model/rule.ts';
import type { Tier } from '#contract/model/states.ts';
import { ruleText } from '#contract/text/rule-text.ts';
import { firstMatch, type RuleFacts } from './rule-match.ts';

export interface Flows {
  readonly untrustedSource: boolean;
  readonly secretSource: boolean;
  readonly publicSink: boolean;
}
/** What decide() looks at: nothing in here comes from the model except through validated input. */
export interface ProposedCall {
  readonly tool: string;
  /** The plugin that brought the tool; null or left out for a built-in one. */
  readonly pluginId?: string | null;
  /** Of this very call: posting into another chat is external, into the own chat it is not. */
  readonly tier: Tier;
  readonly flows: Flows;
  /** Session and workspace taint together. */
  readonly taint: Pick<Taint, 'untrusted' | 'secret'>;
  readonly workspace: string;
  /** It would be the first word to somebody who never wrote. */
  readonly isFirstWord?: boolean;
  /** Others would read it, and nobody of them has asked for it: what the owner typed elsewhere began the work. */
  readonly isUnasked?: boolean;
  /** It gets secrets that the owner keeps for commands: no profile takes their asking away. */
  readonly carriesSecrets?: boolean;
  /** It may change a folder that others see, too. */
  readonly changesShared?: boolean;
  /** The Deputy flagged it, or could not judge it: what a person is told. */
  readonly flagged?: Reason;
  /** What conditions of rules look at; without it no rule with a condition matches. */
  readonly facts?: RuleFacts;
}
/** What the owner has laid down for the workspace of the call. */
export interface Authority {
  readonly profile: Profile;
  readonly profileName: string;
  /** Of this workspace, in their order. */
  readonly rules: readonly Rule[];
  /** How many calls a rule has allowed in the last hour. */
  readonly allowedLately: (ruleId: string) => number;
}
export interface Decision {
  readonly verdict: 'allow' | 'ask' | 'deny';
  /** Names the rule, for the audit log and for the card. */
  readonly rule: string;
  readonly reason: Reason;
}

/**
 * The one place that answers "may it?". What the profile or a rule forbids is forbidden; then come the calls that ask whatever a
 * rule says; then the first rule that matches; then the tier. First match wins.
 */
export const decide = (call: ProposedCall, authority: Authority): Decision => {
  const { profile } = authority;
  if (!exists(call, profile)) return deny('profile-no-tool', call, { profile: authority.profileName });
  const rule = isTool(call) ? firstMatch(authority.rules, { tool: call.tool, ...(call.facts ?? noFacts) }, authority.allowedLately) : null;
  if (rule?.decision === 'deny') return deny(ruleName(rule), call, { rule: rule.id });
  const untrusted = call.taint.untrusted || call.flows.untrustedSource;
  const secret = call.taint.secret || call.flows.secretSource;
  if (call.isFirstWord) return ask('first-word', call);
  // A fetch is itself a source, so only what was met before counts against it as a sink.
  if (call.flows.publicSink && call.taint.untrusted && secret) return ask('flow-untrusted-secret-sink', call);
  if (call.isUnasked) return ask('unasked', call);
  if (call.changesShared && untrusted) return ask('shared-tainted', call);
  if (call.flagged) return { verdict: 'ask', rule: 'deputy', reason: call.flagged };
  if (rule?.decision === 'ask') return { ...ask('by-rule', call, { rule: rule.id, says: saidBy(rule) }), rule: ruleName(rule) };
  const tier = tierOf(call, profile);
  if (tier === 'read') return { verdict: 'allow', rule: 'tier-read', reason: reason('allowed-read') };
  if (rule?.decision === 'allow' && mayAllow(call, tier, profile, untrusted))
    return { verdict: 'allow', rule: ruleName(rule), reason: reason('allowed-by-rule', { rule: rule.id }) };
  if (tier === 'write') return { verdict: 'allow', rule: 'tier-write-in-workspace', reason: reason('allowed-write') };
  return ask(untrusted ? 'tier-external-tainted' : 'tier-external', call);
};

const mostSaid = 200;
// A command among its values can be very long.
const saidBy = (rule: Rule): string => {
  const text = ruleText(rule, null);
  return text.length > mostSaid ? `${text.slice(0, mostSaid)} …` : text;
};

/** How a rule is called in the audit log. */
export const ruleName = (rule: Pick<Rule, 'id'>): string => `rule:${rule.id}`;

const noFacts: RuleFacts = { input: {}, path: null, taskId: null, now: 0 };
// The answer of a turn and the output of a person's own command are no tools: neither profiles nor rules are about them.
const notTools = new Set(['reply', 'command']);
const isTool = ({ tool, pluginId = null }: ProposedCall): boolean => pluginId !== null || !notTools.has(tool);
const exists = (call: ProposedCall, profile: Profile): boolean =>
  !isTool(call) || hasTool(profile, { name: call.tool, pluginId: call.pluginId ?? null });

const tierOf = ({ tool, tier, carriesSecrets }: ProposedCall, { tiers }: Profile): Tier => {
  const given = (Object.hasOwn(tiers, tool) ? tiers[tool] : undefined) ?? tier;
  return carriesSecrets && tier === 'external' ? tier : given;
};

/** Whether a rule that allows is heard: never for what carries outside text to others. */
const mayAllow = ({ flows }: ProposedCall, tier: Tier, profile: Profile, untrusted: boolean): boolean => {
  if (tier !== 'external') return true;
  if (flows.publicSink && untrusted) return false;
  return profile.outside === 'rules' || (profile.outside === 'rules-in-own-chats' && !flows.publicSink);
};

const ask = (rule: string, call: ProposedCall, params: Reason['params'] = {}): Decision => ({
  verdict: 'ask',
  rule,
  reason: reason(`ask-${rule}`, { tool: call.tool, workspace: call.workspace, ...params }),
});
const deny = (rule: string, call: ProposedCall, params: Reason['params']): Decision => ({
  verdict: 'deny',
  rule,
  reason: reason(rule === 'profile-no-tool' ? 'denied-no-such-tool' : 'denied-by-rule', {
    tool: call.tool,
    workspace: call.workspace,
    ...params,
  }),
});
