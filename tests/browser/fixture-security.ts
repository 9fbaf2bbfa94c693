import { implement } from '@orpc/server';
import { readyMadeIds, readyMadeProfiles } from '#contract/model/profile.ts';
import { risksOf } from '#contract/model/profile-risks.ts';
import { contract } from '#contract/ui/contract.ts';
import type { ProfileView, ToolView } from '#contract/ui/domains/profiles.ts';
import type { AlwaysOffer, RuleView } from '#contract/ui/domains/rules.ts';
import type { FixtureHost } from './fixture-host.ts';

const text = (name: string) => ({ name, kind: 'text' as const, isRequired: true });
const tools: ToolView[] = [
  { name: 'run', pluginId: null, tier: 'write', isSource: false, fields: [text('command')] },
  { name: 'read', pluginId: null, tier: 'read', isSource: false, fields: [text('path')] },
  {
    name: 'send_message',
    pluginId: null,
    tier: 'depends',
    isSource: false,
    fields: [text('text'), { ...text('chat'), isRequired: false }],
  },
  { name: 'web_fetch', pluginId: 'web', tier: 'read', isSource: true, fields: [text('url')] },
];
const rule: RuleView = {
  id: 'rule-1',
  workspace: 'home',
  tool: 'send_message',
  conditions: [{ is: 'chat-in', chats: [{ id: 'chat-1', name: 'Notes' }] }],
  decision: 'allow',
  text: 'Allow send_message, into the chat "Notes".',
  task: null,
  madeBy: 'You',
  madeAt: Date.UTC(2026, 0, 2, 12),
};

/** What workspaces may do; nothing of it changes but what is stored by "Always allow". */
export const securityRoutes = (host: FixtureHost) => {
  const os = implement(contract);
  const profiles = (): ProfileView[] =>
    readyMadeIds.map((id) => ({
      id,
      isReadyMade: true,
      profile: readyMadeProfiles[id],
      text: JSON.stringify(readyMadeProfiles[id], null, 2),
      faults: [],
      instead: null,
      risks: risksOf(readyMadeProfiles[id], tools),
      usedBy: host.state.workspaces.filter(({ profile }) => profile === id).map(({ name }) => name),
    }));
  const offer: AlwaysOffer = { can: true, text: rule.text };
  return {
    profiles: {
      list: os.profiles.list.handler(profiles),
      tools: os.profiles.tools.handler(() => tools),
    },
    rules: {
      list: os.rules.list.handler(() => [rule, { ...rule, id: 'rule-2', decision: 'ask' as const, text: 'Ask before run.' }]),
      try: os.rules.try.handler(() => ({
        verdict: 'ask' as const,
        rule: 'tier-external',
        ruleText: null,
        why: { code: 'ask-tier-external', params: { workspace: 'home' } },
      })),
      offers: os.rules.offers.handler(() => ({
        here: offer,
        task: { can: false as const, why: { code: 'always-task-once', params: {} } },
      })),
      always: os.rules.always.handler(() => rule),
    },
  };
};
