import type { Account } from '#contract/model/records.ts';
import type { Db } from '../open.ts';

/** How much of a month's limit is used before a person is told, in per cent. */
const tellAt = [80, 100] as const;
export type BudgetLevel = (typeof tellAt)[number];

// Grows with the month and within it, so that what was told once is never told again, by whatever clock.
const markOf = (monthStart: number, level: BudgetLevel): number => {
  const month = new Date(monthStart);
  return (month.getUTCFullYear() * 12 + month.getUTCMonth()) * 1_000 + level;
};

/** The level that was reached and not told yet in this month, which counts as told from now on; null when there is none. */
export const budgetToTell = (
  db: Db,
  account: Pick<Account, 'id' | 'budgetTokens'>,
  o: { readonly spent: number; readonly monthStart: number },
): BudgetLevel | null =>
  db.tx(() => {
    const { id, budgetTokens } = account;
    const level = budgetTokens === null ? undefined : tellAt.findLast((percent) => o.spent * 100 >= budgetTokens * percent);
    if (level === undefined) return null;
    const mark = markOf(o.monthStart, level);
    return db.run('UPDATE accounts SET budget_told = ? WHERE id = ? AND budget_told < ?', mark, id, mark) === 1 ? level : null;
  });
