import { type Reason, reason } from '#contract/model/reason.ts';
import type { Store } from '../../store/store.ts';
import { budgetToTell } from '../../store/transitions/budget-told.ts';

const tokens = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** What a person is told once in a month of an account's limit, by the call that reached it; null when there is nothing new. */
export const budgetNotice = (store: Store, accountId: string, monthStart: number): Reason | null => {
  const account = store.accounts.byId(accountId);
  if (!account || account.budgetTokens === null) return null;
  const spent = store.accounts.used(accountId, monthStart);
  const level = budgetToTell(store.db, account, { spent, monthStart });
  if (level === null) return null;
  return reason(level === 100 ? 'budget-used-up' : 'budget-mostly-used', {
    account: account.name,
    percent: Math.floor((100 * spent) / account.budgetTokens),
    used: tokens.format(spent),
    limit: tokens.format(account.budgetTokens),
  });
};
