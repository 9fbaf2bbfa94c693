import type { Reason } from '#contract/model/reason.ts';
import { reason } from '#contract/model/reason.ts';
import type { Taint } from '#contract/model/records.ts';
import type { Tier } from '#contract/model/states.ts';

export interface Flows {
  readonly untrustedSource: boolean;
  readonly secretSource: boolean;
  readonly publicSink: boolean;
}
/** What decide() looks at: nothing in here comes from the model except through validated input. */
export interface ProposedCall {
  readonly tool: string;
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
}
export interface Decision {
  readonly verdict: 'allow' | 'ask';
  /** Names the rule, for the audit log and for the card. */
  readonly rule: string;
  readonly reason: Reason;
}

/** The one place that answers "may it?". First match wins. */
export const decide = (call: ProposedCall): Decision => {
  const untrusted = call.taint.untrusted || call.flows.untrustedSource;
  const secret = call.taint.secret || call.flows.secretSource;
  if (call.isFirstWord) return ask('first-word', call);
  // A fetch is itself a source, so only what was met before counts against it as a sink.
  if (call.flows.publicSink && call.taint.untrusted && secret) return ask('flow-untrusted-secret-sink', call);
  if (call.isUnasked) return ask('unasked', call);
  if (call.tier === 'read') return { verdict: 'allow', rule: 'tier-read', reason: reason('allowed-read') };
  if (call.tier === 'write') return { verdict: 'allow', rule: 'tier-write-in-workspace', reason: reason('allowed-write') };
  return ask(untrusted ? 'tier-external-tainted' : 'tier-external', call);
};

const ask = (rule: string, call: ProposedCall): Decision => ({
  verdict: 'ask',
  rule,
  reason: reason(`ask-${rule}`, { tool: call.tool, workspace: call.workspace }),
});
