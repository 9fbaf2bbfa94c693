import type { ModelPrice, PricedModel } from '#contract/model/price.ts';
import type { Account } from '#contract/model/records.ts';
import type { ModelProvider } from '#plugin-api';

const isDated = (rest: string): boolean => rest === '' || /^[-@](\d{6,8}|\d{4}-\d{2}-\d{2}|latest)$/.test(rest);

const hostOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).host : null);

/**
 * What a model costs on an account; null when nobody has said so. A provider's list holds for its own servers: what
 * somebody else's server at the account's address charges is not known.
 */
export const priceFor = (
  provider: Pick<ModelProvider, 'prices' | 'defaultBaseUrl'>,
  account: Pick<Account, 'baseUrl'>,
  model: string,
): ModelPrice | null => {
  if (hostOf(account.baseUrl) !== hostOf(provider.defaultBaseUrl)) return null;
  const line = provider.prices?.find(({ models }) => model.startsWith(models) && isDated(model.slice(models.length)));
  return line ? priceOf(line) : null;
};

const priceOf = ({ in: input, out, cacheRead, cacheWrite }: PricedModel): ModelPrice => ({ in: input, out, cacheRead, cacheWrite });
