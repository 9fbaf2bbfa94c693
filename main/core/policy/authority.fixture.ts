import { type Profile, readyMadeProfiles } from '#contract/model/profile.ts';
import type { Rule, RuleBody } from '#contract/model/rule.ts';
import type { Authority } from './decide.ts';

/** For tests: what an owner has laid down. */
export const authorityOf = (profile: Profile, rules: readonly Rule[] = [], used: Readonly<Record<string, number>> = {}): Authority => ({
  profile,
  profileName: 'under-test',
  rules,
  allowedLately: (id) => used[id] ?? 0,
});
/** As it is where nobody has chosen anything. */
export const standardAuthority: Authority = authorityOf(readyMadeProfiles.standard);

export const ruleOf = (id: string, body: Partial<RuleBody> & { readonly taskId?: string | null } = {}): Rule => ({
  id,
  workspaceId: 'ws',
  taskId: null,
  ord: 0,
  tool: 't',
  conditions: [],
  decision: 'allow',
  madeBy: 'me',
  madeAt: 0,
  ...body,
});
