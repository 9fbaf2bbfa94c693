import { AppError } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { Account } from '#contract/model/records.ts';
import type { DeputyTrial, DeputyView } from '#contract/ui/domains/deputy.ts';
import { monthStart } from '../accounts/candidates.ts';
import type { ModelLists } from '../accounts/model-lists.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Registry } from '../plugins/registry.ts';
import type { Audit } from '../store/audit.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';
import { tryDeputy } from './deputy-trial.ts';
import type { ProfilesService } from './profiles.ts';

type Setting = { readonly accountId: string; readonly model: string | null } | null;

/** How the Deputy stands; `faults`: what was no judgement, in a row, in this life of the host. */
export interface DeputyFacts {
  readonly accountId: string;
  readonly account: string;
  readonly problem: Reason | null;
  readonly faults: { readonly count: number; readonly at: number; readonly fault: Reason } | null;
}

/** Who judges: the owner's choice, a try of it, and how it does. */
export const createDeputyService = (deps: {
  store: Store;
  clock: Clock;
  audit: Audit;
  registry: Pick<Registry, 'find'>;
  vault: Pick<Vault, 'state'>;
  profiles: Pick<ProfilesService, 'allowsAccount'>;
  models: Pick<ModelLists, 'firstModel' | 'contextTokens'>;
  setting: () => Setting;
  save: (setting: Setting) => void;
  log: Log;
}) => {
  const { store, clock, registry } = deps;
  // Of one account and model: another one begins with none.
  let faults: (NonNullable<DeputyFacts['faults']> & { readonly of: string }) | null = null;

  const problemWith = (account: Account | null): Reason | null => {
    if (!account) return reason('deputy-no-account');
    const params = { account: account.name, provider: account.provider };
    const provider = registry.find('provider', account.provider);
    if (!provider) return reason('provider-off', params);
    if (account.keyRef !== null && deps.vault.state() !== 'ready') return reason('vault-locked', params);
    if (account.keyRef === null && provider.needsKey === 'yes') return reason('key-missing', params);
    const isSpent = account.budgetTokens !== null && store.accounts.spent(account.id, monthStart(clock.now())) >= account.budgetTokens;
    return isSpent ? reason('over-budget', params) : null;
  };
  const view = (): DeputyView => {
    const set = deps.setting();
    if (set === null) return { accountId: null, model: null, problem: null, notIn: [] };
    const account = store.accounts.byId(set.accountId);
    const isFor = (workspace: { id: string; realm: string }): boolean =>
      !account || (account.realm === workspace.realm && deps.profiles.allowsAccount(workspace.id, account.name));
    const notIn = store.workspaces.list().filter((workspace) => !isFor(workspace));
    return { ...set, problem: problemWith(account), notIn: notIn.map(({ name }) => name) };
  };
  const placeOf = (set: NonNullable<Setting>): string => `${set.accountId} ${set.model ?? ''}`;
  /** What a judgement by this account and model came to: null = there is one. That a matter is too long says nothing of who judges. */
  const judged = (by: NonNullable<Setting>, fault: Reason | null): void => {
    const set = deps.setting();
    const of = placeOf(by);
    if (set === null || of !== placeOf(set) || fault?.code === 'deputy-too-long') return;
    const before = faults?.of === of ? faults.count : 0;
    faults = fault === null ? null : { of, count: before + 1, at: clock.now(), fault };
  };
  const notTried = (why: Reason): DeputyTrial => ({ ok: false, reason: why, ms: 0, costMicros: null });

  return {
    view,
    judged,
    /** Null = it is off. */
    facts(): DeputyFacts | null {
      const set = deps.setting();
      if (set === null) return null;
      const account = store.accounts.byId(set.accountId);
      const mine = faults?.of === placeOf(set) ? faults : null;
      return { accountId: set.accountId, account: account?.name ?? '', problem: problemWith(account), faults: mine };
    },
    choose(accountId: string | null, model: string | null): DeputyView {
      const account = accountId === null ? null : store.accounts.byId(accountId);
      if (accountId !== null && !account) throw new AppError('not-found', { what: 'account', name: accountId });
      if (account && registry.find('provider', account.provider)?.noAi) throw new AppError('deputy-needs-ai', { account: account.name });
      deps.save(account && { accountId: account.id, model });
      deps.audit.append({
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
    },
    /** Has it judge a harmless sample: a real call, as a test of the account is. Rejects only when `signal` is aborted. */
    async tryOut(signal: AbortSignal): Promise<DeputyTrial> {
      const set = deps.setting();
      if (set === null) return notTried(reason('deputy-off'));
      const account = store.accounts.byId(set.accountId);
      const provider = account && registry.find('provider', account.provider);
      const problem = problemWith(account);
      if (!account || !provider || problem) return notTried(problem ?? reason('deputy-no-account'));
      const model = set.model ?? account.defaultModel ?? (await deps.models.firstModel(account, provider));
      if (model === null)
        return notTried(reason('unreachable', { account: account.name, provider: account.provider, url: account.baseUrl }));
      const contextTokens = deps.models.contextTokens(account, model);
      const { told, fault } = await tryDeputy({ account, provider, model, contextTokens }, deps, signal);
      judged(set, fault);
      store.events.tell('settings', 'deputy');
      return told;
    },
  };
};
export type DeputyService = ReturnType<typeof createDeputyService>;
