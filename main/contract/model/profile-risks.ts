import { hasTool, type Profile } from './profile.ts';
import { type Reason, reason } from './reason.ts';
import type { Tier } from './states.ts';

/** A tool as profiles and their editor see it. */
export interface ToolFacts {
  readonly name: string;
  /** Null for a built-in one. */
  readonly pluginId: string | null;
  /** `depends`: on where the call leads. */
  readonly tier: Tier | 'depends';
  /** It brings in what others wrote. */
  readonly isSource: boolean;
  readonly fields: readonly ToolField[];
}
export interface ToolField {
  readonly name: string;
  readonly kind: 'text' | 'number' | 'yes-no' | 'other';
  readonly isRequired: boolean;
}

/** What could go wrong with a profile, computed from what it allows; the worst first. Never empty. */
export const risksOf = (profile: Profile, tools: readonly Omit<ToolFacts, 'fields'>[]): Reason[] => {
  const there = tools.filter((tool) => hasTool(profile, tool));
  const has = (...names: string[]): boolean => there.some(({ name }) => names.includes(name));
  const { network, outside, mounts, filesAreSecret, plugins } = profile;
  const runs = has('run');
  const changes = has('run', 'write', 'edit');
  const sends = has('send_message', 'send_file');
  const brings = there.filter(({ isSource, pluginId }) => isSource && pluginId !== null).map(({ name }) => name);
  const loosened = there
    .filter(({ name, tier }) => profile.tiers[name] === 'write' && (tier === 'external' || tier === 'depends'))
    .map(({ name }) => name);
  const all = [
    loosened.length > 0 && reason('risk-loosened', { tools: loosened.join(', ') }),
    runs && network.mode === 'open' && reason('risk-network-open'),
    runs && network.mode === 'allow-list' && reason('risk-network-list', { hosts: network.hosts.join(', ') }),
    outside === 'rules' && reason('risk-rules-outside'),
    outside === 'rules-in-own-chats' && sends && reason('risk-rules-own-chats'),
    !filesAreSecret && (brings.length > 0 || sends) && has('run', 'read', 'grep', 'edit') && reason('risk-files-not-secret'),
    changes && reason(mounts ? 'risk-mounts' : 'risk-files'),
    brings.length > 0 && reason('risk-outside-text', { tools: brings.join(', ') }),
    has('schedule_task') && reason('risk-tasks'),
    plugins.which === 'all' && profile.tools.which !== 'only' && reason('risk-new-plugins'),
  ].filter((one) => one !== false);
  return all.length > 0 ? all : [reason('risk-answers-only')];
};
