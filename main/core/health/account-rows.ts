import type { HealthRow } from '#contract/model/health.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { AccountFacts, VaultFacts } from './ports.ts';
import { attentionRow, failingRow, okRow } from './row.ts';

/** What the newest test of an account found, in this life of the host. */
export interface AccountTest {
  readonly at: number;
  readonly failure: Reason | null;
}

// These say something of one request and nothing of the account.
const ofTheRequest = new Set([
  'too-large',
  'context-full',
  'bad-request',
  'stream-cut',
  'aborted',
  'stopped-by-you',
  'host-stopped',
  'turn-ended',
]);
// Here a person has to change the account; the others may pass by themselves.
export const wantsChange: ReadonlySet<string> = new Set([
  'key-rejected',
  'payment',
  'dns',
  'tls',
  'path-not-found',
  'not-an-api',
  'model-forbidden',
  'model-not-found',
]);

/** Who thinks: a row for each account, with its last success or failure. */
export const accountRows = (accounts: readonly AccountFacts[], vault: VaultFacts, tests: ReadonlyMap<string, AccountTest>): HealthRow[] => {
  const rows = accounts.map((account) => accountRow(account, vault, tests.get(account.id) ?? null));
  if (accounts.some(({ noAi }) => !noAi)) return rows;
  return [attentionRow('accounts', 'accounts', reason('health-accounts-none'), { kind: 'add-account', target: '' }), ...rows];
};

const accountRow = (a: AccountFacts, vault: VaultFacts, test: AccountTest | null): HealthRow => {
  const id = `account:${a.id}`;
  const rest = { name: a.name, nextAt: a.nextAt };
  const open = { kind: 'open-account', target: a.name } as const;
  const again = { kind: 'test-account', target: a.id } as const;
  if (a.plugin === null || !a.plugin.isOn) {
    const why = reason('provider-off', { provider: a.provider, account: a.name });
    return failingRow('account', id, why, a.plugin ? { kind: 'turn-plugin-on', target: a.plugin.id } : open, rest);
  }
  if (a.noAi) return okRow('account', id, reason('health-account-no-ai'), rest);
  if (a.hasKey && vault.state === 'locked')
    return failingRow('account', id, reason('vault-locked', { account: a.name }), { kind: 'unlock-vault', target: '' }, rest);
  if (!a.hasKey && a.needsKey) return failingRow('account', id, reason('key-missing', { account: a.name }), open, rest);
  if (a.isOverBudget) return attentionRow('account', id, reason('over-budget', { account: a.name }), open, rest);

  const failure = newestFailure(a, test);
  if (failure) {
    const why = { code: failure.reason.code, params: { ...placeOf(a), ...failure.reason.params } };
    return failingRow('account', id, why, wantsChange.has(why.code) ? open : again, { ...rest, since: failure.at });
  }
  if (test && test.at >= (a.lastDone?.at ?? 0))
    return okRow('account', id, reason('health-account-tested'), { ...rest, since: test.at, action: again });
  if (a.lastDone)
    return okRow('account', id, reason('health-account-ok', { model: a.lastDone.model }), { ...rest, since: a.lastDone.at, action: again });
  return okRow('account', id, reason('health-account-unused'), { ...rest, action: again });
};

// What happened last counts: a test that worked makes an older failure good.
const newestFailure = (a: AccountFacts, test: AccountTest | null): { at: number; reason: Reason } | null => {
  const { lastDone, lastFailed } = a;
  const call = lastFailed && !ofTheRequest.has(lastFailed.reason.code) && lastFailed.order > (lastDone?.order ?? -1) ? lastFailed : null;
  if (!test || test.at < Math.max(lastDone?.at ?? 0, lastFailed?.at ?? 0)) return call;
  return test.failure ? { at: test.at, reason: test.failure } : null;
};

const placeOf = (a: AccountFacts): Reason['params'] => ({
  account: a.name,
  provider: a.provider,
  url: a.baseUrl,
  host: URL.canParse(a.baseUrl) ? new URL(a.baseUrl).hostname : a.baseUrl,
});
