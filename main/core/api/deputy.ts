import { AppError } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { Account } from '#contract/model/records.ts';
import type { DeputyView } from '#contract/ui/domains/deputy.ts';
import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

/** Who judges outside text and what goes out. */
export const deputyRoutes = (os: Base, { store, settings, registry, vault, profiles, audit }: ApiDeps) => {
  const accountOf = (id: string): Account | undefined => store.accounts.list().find((account) => account.id === id);
  const problemWith = (account: Account | undefined): Reason | null => {
    if (!account) return reason('deputy-no-account');
    const params = { account: account.name, provider: account.provider };
    if (!registry.find('provider', account.provider)) return reason('provider-off', params);
    return account.keyRef !== null && vault.state() !== 'ready' ? reason('vault-locked', params) : null;
  };
  const view = (): DeputyView => {
    const set = settings.get().deputy;
    if (set === null) return { accountId: null, model: null, problem: null, notIn: [] };
    const account = accountOf(set.accountId);
    const isFor = (workspace: { id: string; realm: string }): boolean =>
      !account || (account.realm === workspace.realm && profiles.allowsAccount(workspace.id, account.name));
    const notIn = store.workspaces.list().filter((workspace) => !isFor(workspace));
    return { ...set, problem: problemWith(account), notIn: notIn.map(({ name }) => name) };
  };
  return {
    get: os.deputy.get.handler(view),
    set: os.deputy.set.handler(({ input: { accountId, model } }) => {
      const account = accountId === null ? null : accountOf(accountId);
      if (account === undefined) throw new AppError('not-found', { what: 'account', name: accountId });
      if (account && registry.find('provider', account.provider)?.noAi) throw new AppError('deputy-needs-ai', { account: account.name });
      settings.set('deputy', account && { accountId: account.id, model });
      audit.append({
        actor: `person:${store.people.owner().id}`,
        workspaceId: null,
        turnId: null,
        callHash: null,
        decision: 'allow',
        rule: 'deputy',
        outcome: account ? 'on' : 'off',
        detail: account ? `${account.name} ${model ?? ''}` : '',
      });
      store.events.tell('settings', 'deputy');
      return view();
    }),
  };
};
