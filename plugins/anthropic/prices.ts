import type { PricedModel } from '#plugin-api';

const asOf = '2025-11-24';
const source = 'https://www.anthropic.com/pricing#api';
const dollars = 1_000_000;

// Reading the cache costs a tenth of the input, writing it (kept for 5 minutes) a quarter more.
const line = (models: string, input: number, output: number): PricedModel => ({
  models,
  in: input * dollars,
  out: output * dollars,
  cacheRead: Math.round(input * 0.1 * dollars),
  cacheWrite: Math.round(input * 1.25 * dollars),
  asOf,
  source,
});

/** List prices in dollars per million tokens, input and output. A model that is missing here has no known price. */
export const prices: readonly PricedModel[] = [
  line('claude-opus-4-5', 5, 25),
  line('claude-opus-4-1', 15, 75),
  line('claude-opus-4', 15, 75),
  line('claude-sonnet-4-5', 3, 15),
  line('claude-sonnet-4', 3, 15),
  line('claude-haiku-4-5', 1, 5),
  line('claude-3-7-sonnet', 3, 15),
  line('claude-3-5-haiku', 0.8, 4),
  line('claude-3-haiku', 0.25, 1.25),
];
