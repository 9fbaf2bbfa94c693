import { AppError } from '#contract/errors.ts';
import { type Color, colorOf } from '#contract/model/colors.ts';
import { costMicros } from '#contract/model/price.ts';
import { reason } from '#contract/model/reason.ts';
import type { Account } from '#contract/model/records.ts';
import type { Usage } from '#contract/model/transcript.ts';
import { renderReason } from '#contract/text/render.ts';
import type { AccountView } from '#contract/ui/views.ts';
import { monthStart, refOf } from '../accounts/candidates.ts';
import type { ModelLists } from '../accounts/model-lists.ts';
import { priceFor } from '../accounts/price.ts';
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import type { Registry } from '../plugins/registry.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';
import { checkBaseUrl } from './base-url.ts';
import { checkName } from './check-name.ts';

const testMs = 60_000;

export interface Tested {
  readonly ok: boolean;
  readonly text: string;
  readonly code: string | null;
  readonly ms: number;
  /** In millionths of a dollar; null when the price or the count is not known. */
  readonly costMicros: number | null;
}
export interface Trial {
  readonly account: string | null;
  readonly provider: string | null;
  readonly baseUrl: string | null;
  readonly key: string | null;
  readonly model: string | null;
}

/** Accounts as a person handles them. Keys go to the vault and come back out only through a plugin's reveal. */
export const createAccountsService = (deps: {
  store: Store;
  clock: Clock;
  vault: Vault;
  registry: Registry;
  isNoAi: (provider: string) => boolean;
  models: ModelLists;
  addSecret: (value: string) => void;
  /** Lends a key that is not saved to the plugin of a provider, until it is taken back. */
  trialKeys: { lend(provider: string, value: string): { readonly secret: string; readonly takeBack: () => void } };
}) => {
  const { store, registry } = deps;
  const must = (name: string): Account => {
    const account = store.accounts.byName(name.normalize('NFC'));
    if (!account) throw new AppError('not-found', { what: 'account', name });
    return account;
  };
  const providerOf = (account: Account) => {
    const provider = registry.find('provider', account.provider);
    if (!provider) throw new AppError('not-available', { why: `The plugin for ${account.provider} is off.` });
    return provider;
  };
  const view = (a: Account): AccountView => ({
    id: a.id,
    name: a.name,
    provider: a.provider,
    baseUrl: a.baseUrl,
    realm: a.realm,
    hasKey: a.keyRef !== null,
    noAi: deps.isNoAi(a.provider),
    budgetTokens: a.budgetTokens,
    usedTokensThisMonth: store.accounts.spent(a.id, monthStart(deps.clock.now())),
    ...costView(store.accounts.cost(a.id, monthStart(deps.clock.now()))),
    color: a.color,
    usedBy: store.accounts.usedBy(a.id),
  });
  const failed = (account: Account, code: string, params: Record<string, string | number> = {}): string =>
    renderReason(
      reason(code, { account: account.name, provider: account.provider, url: account.baseUrl, host: hostOf(account.baseUrl), ...params }),
    );
  const putKey = (account: Pick<Account, 'id' | 'name'>, key: string): string => {
    const ref = `account:${account.id}`;
    deps.addSecret(key);
    deps.vault.put(ref, key, `model calls of account ${account.name}`);
    return ref;
  };

  return {
    must,
    view,
    list: (): AccountView[] => store.accounts.list().map(view),
    providers: () =>
      registry
        .all('provider')
        .map(({ impl }) => ({ id: impl.id, title: impl.id, needsKey: impl.needsKey, defaultBaseUrl: impl.defaultBaseUrl })),
    add(o: {
      name: string;
      provider: string;
      baseUrl: string | null;
      key: string | null;
      realm: string;
      budgetTokens: number | null;
    }): AccountView {
      const name = checkName(o.name);
      const provider = registry.find('provider', o.provider);
      if (!provider)
        throw new AppError('unknown-provider', {
          provider: o.provider,
          available: registry
            .all('provider')
            .map((p) => p.impl.id)
            .join(', '),
        });
      if (store.accounts.byName(name)) throw new AppError('name-taken', { name });
      const key = o.key?.trim() || null;
      const baseUrl = checkBaseUrl(o.baseUrl ?? provider.defaultBaseUrl, key !== null);
      const id = newId('acct', deps.clock.now());
      const keyRef = key ? putKey({ id, name }, key) : null;
      const account: Account = {
        id,
        name,
        provider: o.provider,
        baseUrl,
        realm: o.realm,
        keyRef,
        defaultModel: null,
        budgetTokens: o.budgetTokens,
        color: colorOf(null, id),
      };
      store.accounts.add(account);
      return view(account);
    },
    /** A corrected address; what was found at the old one is forgotten. */
    setBaseUrl(name: string, baseUrl: string): AccountView {
      const account = must(name);
      store.accounts.setBaseUrl(account.id, checkBaseUrl(baseUrl, account.keyRef !== null));
      deps.models.forget(account.id);
      return view(must(name));
    },
    setKey(name: string, key: string): AccountView {
      const account = must(name);
      checkBaseUrl(account.baseUrl, true);
      store.accounts.setKeyRef(account.id, putKey(account, key.trim()));
      deps.models.forget(account.id);
      return view(must(name));
    },
    setLimit(name: string, budgetTokens: number | null): AccountView {
      store.accounts.setLimit(must(name).id, budgetTokens);
      return view(must(name));
    },
    setColor(name: string, color: Color): AccountView {
      store.accounts.setColor(must(name).id, color);
      return view(must(name));
    },
    remove(name: string): void {
      const account = must(name);
      const used = store.accounts.usedBy(account.id);
      if (used.length > 0)
        throw new AppError('bad-input', { detail: `${name} is used by ${used.join(', ')}. Give them another account first.` });
      store.accounts.remove(account.id);
      if (account.keyRef && deps.vault.has(account.keyRef)) deps.vault.remove(account.keyRef);
    },
    /** A real call; the outcome is a sentence. A model that worked is remembered as the account's default. */
    async test(name: string, model: string | null): Promise<Tested> {
      const account = must(name);
      const started = deps.clock.mono();
      const done = (ok: boolean, text: string, code: string | null, cost: number | null = null): Tested => ({
        ok,
        text,
        code,
        ms: Math.round(deps.clock.mono() - started),
        costMicros: cost,
      });
      if (account.keyRef && deps.vault.state() !== 'ready') return done(false, failed(account, 'vault-locked'), 'vault-locked');
      const provider = providerOf(account);
      if (!account.keyRef && provider.needsKey === 'yes') return done(false, failed(account, 'key-missing'), 'key-missing');
      const result = await provider.test(refOf(account), model ?? account.defaultModel, AbortSignal.timeout(testMs));
      if (!result.ok)
        return done(
          false,
          failed(account, result.code, {
            ...(model ? { model } : {}),
            ...(result.retryAfterMs ? { seconds: Math.ceil(result.retryAfterMs / 1000) } : {}),
          }),
          result.code,
        );
      if (account.defaultModel === null) store.accounts.setDefaultModel(account.id, result.value.model);
      return done(
        true,
        `${account.name} (${result.value.model}) answered in ${((deps.clock.mono() - started) / 1000).toFixed(1)} s.`,
        null,
        testCost(provider, account, result.value),
      );
    },
    /** A real call with what is not saved; what is left out comes from the account that is named. Nothing of it is kept. */
    async tryOut(o: Trial): Promise<Tested & { models: string[] }> {
      const saved = o.account === null ? null : must(o.account);
      const providerId = o.provider ?? saved?.provider ?? '';
      const provider = registry.find('provider', providerId);
      if (!provider) throw new AppError('not-available', { why: `The plugin for ${providerId} is off.` });
      const key = o.key?.trim() || null;
      const baseUrl = checkBaseUrl(o.baseUrl ?? saved?.baseUrl ?? provider.defaultBaseUrl, key !== null || saved?.keyRef != null);
      // A key that is saved goes to the address it was saved for, and to no other.
      const kept = saved && saved.provider === providerId && saved.baseUrl === baseUrl ? saved.keyRef : null;
      const tried: Account = {
        id: newId('trial', deps.clock.now()),
        name: saved?.name ?? providerId,
        provider: providerId,
        baseUrl,
        realm: saved?.realm ?? '',
        keyRef: kept,
        defaultModel: null,
        budgetTokens: null,
        color: 'stone',
      };
      const started = deps.clock.mono();
      const done = (ok: boolean, text: string, code: string | null, models: string[] = []) => ({
        ok,
        text,
        code,
        ms: Math.round(deps.clock.mono() - started),
        costMicros: null,
        models,
      });
      if (key === null && kept === null && provider.needsKey === 'yes') return done(false, failed(tried, 'key-missing'), 'key-missing');
      if (key !== null) deps.addSecret(key);
      const lent = key === null ? null : deps.trialKeys.lend(providerId, key);
      try {
        const ref = { ...refOf(tried), key: lent ? { secret: lent.secret, purpose: `trying a key for ${tried.name}` } : refOf(tried).key };
        const result = await provider.test(ref, o.model ?? saved?.defaultModel ?? null, AbortSignal.timeout(testMs));
        if (!result.ok)
          return done(
            false,
            failed(tried, result.code, {
              ...(o.model ? { model: o.model } : {}),
              ...(result.retryAfterMs ? { seconds: Math.ceil(result.retryAfterMs / 1000) } : {}),
            }),
            result.code,
          );
        const ms = deps.clock.mono() - started;
        // A list is a help for choosing; a server that has none still answers.
        const listed = await provider.models(ref, AbortSignal.timeout(testMs));
        const text = `${result.value.model} answered in ${(ms / 1000).toFixed(1)} s.`;
        return {
          ...done(true, text, null, listed.ok ? listed.value.map(({ id }) => id) : []),
          ms: Math.round(ms),
          costMicros: testCost(provider, tried, result.value),
        };
      } finally {
        lent?.takeBack();
      }
    },
    async models(name: string) {
      const account = must(name);
      const result = await deps.models.fetch(account, providerOf(account));
      if (!result.ok) return { ok: false, text: failed(account, result.code), models: [] };
      return { ok: true, text: '', models: result.value.map((m) => ({ id: m.id, name: m.name, contextTokens: m.contextTokens })) };
    },
  };
};
export type AccountsService = ReturnType<typeof createAccountsService>;

/** What a test used, at the list's price; null when one of them is not known. */
const testCost = (
  provider: Parameters<typeof priceFor>[0],
  account: Pick<Account, 'baseUrl'>,
  tested: { model: string; usage?: Usage },
): number | null => {
  const price = priceFor(provider, account, tested.model);
  return price && tested.usage && tested.usage.in + tested.usage.out > 0 ? costMicros(price, tested.usage) : null;
};

const costView = ({ micros, unpricedCalls }: { micros: number | null; unpricedCalls: number }) => ({
  costMicrosThisMonth: micros,
  unpricedCallsThisMonth: unpricedCalls,
});

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : url);
