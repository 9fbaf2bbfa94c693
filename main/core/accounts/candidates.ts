import type { ModelPrice } from '#contract/model/price.ts';
import { reason } from '#contract/model/reason.ts';
import type { Account, Route, Workspace } from '#contract/model/records.ts';
import type { AccountRef, ModelProvider } from '#plugin-api';
import { priceFor } from './price.ts';

export interface CandidateDeps {
  readonly routes: (workspaceId: string) => Route[];
  /** Whether the profile of a workspace lets this account, by name, think there. */
  readonly isAllowed: (workspaceId: string, account: string) => boolean;
  readonly provider: (id: string) => ModelProvider | null;
  readonly vaultState: () => 'ready' | 'locked' | 'damaged';
  /** Asks the account's server once for its models; null when it does not answer. */
  readonly firstModel: (account: Account, provider: ModelProvider) => Promise<string | null>;
  readonly contextTokens: (account: Account, model: string) => number;
  readonly seesPictures: (account: Account, provider: ModelProvider, model: string) => Promise<boolean>;
}

export const refOf = (account: Account): AccountRef => ({
  accountId: account.id,
  baseUrl: account.baseUrl,
  key: account.keyRef === null ? null : { secret: account.keyRef, purpose: `model calls of account ${account.name}` },
});

/**
 * The accounts of a workspace that may answer now, in its order. Realms are compared here too, at every call: an account
 * of another realm is never used, whatever the tables say. No account outside the workspace's order is ever looked at.
 */
export const candidatesFor = async (deps: CandidateDeps, workspace: Workspace) => {
  const usable: {
    account: Account;
    ref: AccountRef;
    provider: ModelProvider;
    model: string;
    contextTokens: number;
    seesPictures: () => Promise<boolean>;
    price: ModelPrice | null;
  }[] = [];
  const refused: { account: Account; reason: ReturnType<typeof reason>; nextAt: number | null }[] = [];
  for (const route of deps.routes(workspace.id)) {
    const { account } = route;
    const refuse = (code: string): void =>
      void refused.push({ account, reason: reason(code, { account: account.name, provider: account.provider }), nextAt: null });
    const provider = deps.provider(account.provider);
    if (account.realm !== workspace.realm) refuse('realm-mismatch');
    else if (!deps.isAllowed(workspace.id, account.name)) refuse('profile-account');
    else if (!provider) refuse('provider-off');
    else if (account.keyRef !== null && deps.vaultState() !== 'ready') refuse('vault-locked');
    else if (account.keyRef === null && provider.needsKey === 'yes') refuse('key-missing');
    else {
      const model = route.model ?? account.defaultModel ?? (await deps.firstModel(account, provider));
      if (model === null)
        refused.push({
          account,
          reason: reason('unreachable', { account: account.name, provider: account.provider, url: account.baseUrl }),
          nextAt: 0,
        });
      else
        usable.push({
          account,
          ref: refOf(account),
          provider,
          model,
          contextTokens: deps.contextTokens(account, model),
          seesPictures: () => deps.seesPictures(account, provider, model),
          price: priceFor(provider, account, model),
        });
    }
  }
  return { usable, refused };
};

/** When a monthly budget begins again: the first instant of the next month, UTC. */
export const nextMonth = (now: number): number => {
  const d = new Date(now);
  return Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 1);
};
export const monthStart = (now: number): number => {
  const d = new Date(now);
  return Date.UTC(d.getUTCFullYear(), d.getUTCMonth(), 1);
};
