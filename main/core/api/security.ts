import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

/** What workspaces may do: profiles and rules. */
export const securityRoutes = (os: Base, { profiles, rules, ruleTrials, store }: ApiDeps) => ({
  profiles: {
    list: os.profiles.list.handler(() => profiles.list()),
    tools: os.profiles.tools.handler(() => profiles.tools()),
    check: os.profiles.check.handler(({ input }) => profiles.check(input.text)),
    save: os.profiles.save.handler(({ input }) => profiles.save(input.id, input.text)),
    remove: os.profiles.remove.handler(({ input }) => {
      profiles.remove(input.id);
      return { removed: true as const };
    }),
  },
  rules: {
    list: os.rules.list.handler(({ input }) => rules.list(input.workspace)),
    add: os.rules.add.handler(({ input }) => rules.add(input.workspace, input.rule, store.people.owner())),
    remove: os.rules.remove.handler(({ input }) => {
      rules.remove(input.id, store.people.owner());
      return { removed: true as const };
    }),
    raise: os.rules.raise.handler(({ input }) => rules.raise(input.id, store.people.owner())),
    try: os.rules.try.handler(({ input }) => ruleTrials.try({ ...input, person: store.people.owner() })),
    offers: os.rules.offers.handler(({ input }) => ruleTrials.offers(input.askId)),
    always: os.rules.always.handler(({ input }) => ruleTrials.always({ ...input, person: store.people.owner() })),
  },
});
