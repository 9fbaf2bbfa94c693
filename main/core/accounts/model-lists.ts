import type { Account } from '#contract/model/records.ts';
import type { AccountRef, ModelInfo, ModelProvider, Result } from '#plugin-api';

// Most servers that do not say take at least this much.
const assumedContextTokens = 128_000;

/** What each account's server offers, fetched once per start and account (a test or a list fetches it again). */
export const createModelLists = (o: { timeoutMs: number; contextSetting: () => number; refOf: (account: Account) => AccountRef }) => {
  const known = new Map<string, readonly ModelInfo[]>();
  const fetchList = async (account: Account, provider: ModelProvider): Promise<Result<ModelInfo[]>> => {
    const result = await provider.models(o.refOf(account), AbortSignal.timeout(o.timeoutMs));
    if (result.ok) known.set(account.id, result.value);
    return result;
  };
  return {
    fetch: fetchList,
    forget: (accountId: string): void => void known.delete(accountId),
    async firstModel(account: Account, provider: ModelProvider): Promise<string | null> {
      const list = known.get(account.id);
      if (list) return list[0]?.id ?? null;
      const result = await fetchList(account, provider);
      return result.ok ? (result.value[0]?.id ?? null) : null;
    },
    /** What its server says; false when it does not say, or does not answer now. */
    async seesPictures(account: Account, provider: ModelProvider, model: string): Promise<boolean> {
      if (!known.has(account.id)) await fetchList(account, provider);
      const list = known.get(account.id) ?? [];
      return list.find(({ id }) => id === model)?.images ?? false;
    },
    /** The owner's setting wins; else what the server said; else an assumption. */
    contextTokens(account: Account, model: string): number {
      if (o.contextSetting() > 0) return o.contextSetting();
      return known.get(account.id)?.find((m) => m.id === model)?.contextTokens || assumedContextTokens;
    },
  };
};
export type ModelLists = ReturnType<typeof createModelLists>;
