import type { StepView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { moneyText } from '../../ui/money.ts';

type ModelCall = NonNullable<StepView['model']>;

export interface Tokens {
  /** Read by the model for the first time. */
  readonly in: number;
  /** Read again, from the cache. */
  readonly cached: number;
  readonly out: number;
  readonly isEstimated: boolean;
}

/** The tokens of calls. What was written to a cache was read in full, too. */
export const tokensOf = (calls: readonly ModelCall[]): Tokens =>
  calls.reduce<Tokens>(
    (sum, { usage, isEstimated }) =>
      usage === null
        ? sum
        : {
            in: sum.in + usage.in + usage.cacheWrite,
            cached: sum.cached + usage.cacheRead,
            out: sum.out + usage.out,
            isEstimated: sum.isEstimated || isEstimated,
          },
    { in: 0, cached: 0, out: 0, isEstimated: false },
  );

export interface Cost {
  /** Of the calls with a known price; null when no call has one. */
  readonly micros: number | null;
  /** There are calls without a known price. */
  readonly isPartial: boolean;
  readonly isEstimated: boolean;
}

/** What calls cost. Calls that used nothing cost nothing, whatever their price. */
export const costOf = (calls: readonly ModelCall[]): Cost => {
  const spent = calls.filter(({ usage }) => usage !== null && usage.in + usage.out + usage.cacheRead + usage.cacheWrite > 0);
  const priced = spent.flatMap(({ costMicros }) => (costMicros === null ? [] : [costMicros]));
  return {
    micros: priced.length === 0 ? null : priced.reduce((sum, micros) => sum + micros, 0),
    isPartial: priced.length < spent.length,
    isEstimated: spent.some(({ isEstimated }) => isEstimated),
  };
};

/** $1.24, $0.0031; "no price known" instead of a zero that nobody knows. */
export const costText = ({ micros, isPartial, isEstimated }: Cost): string => {
  if (micros === null) return t('cost.unknown');
  const amount = moneyText(micros);
  if (isPartial) return t('cost.atLeast', { amount });
  return isEstimated ? t('cost.about', { amount }) : amount;
};
