import { expect, test } from 'vitest';
import type { StepView } from '#contract/ui/views.ts';
import { costOf, costText, tokensOf } from './turn-cost.ts';

const call = (costMicros: number | null, isEstimated = false, used = 100): NonNullable<StepView['model']> => ({
  provider: 'p',
  account: 'a',
  model: 'm',
  noAi: false,
  usage: { in: used, out: 10, cacheRead: 1_000, cacheWrite: 5 },
  costMicros,
  isEstimated,
  isDeputy: false,
});
const text = (...calls: NonNullable<StepView['model']>[]): string => costText(costOf(calls)).replaceAll('\u00a0', ' ');

test('the cost of a turn is the sum of its calls', () => expect(text(call(1_200_000), call(40_000))).toBe('$1.24'));
test('a small cost keeps its digits', () => expect(text(call(3_120))).toBe('$0.0031'));
test('without a price there is no zero', () => expect(text(call(null))).toBe('no price known'));
test('a sum with an unknown part is a lower bound', () => expect(text(call(500_000), call(null))).toBe('at least $0.50'));
test('an estimate says so', () => expect(text(call(500_000, true))).toBe('about $0.50'));
test('tokens are told apart: new, from the cache, written', () =>
  expect(tokensOf([call(null), call(null, true)])).toEqual({ in: 210, cached: 2_000, out: 20, isEstimated: true }));
