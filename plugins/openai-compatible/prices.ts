import type { PricedModel } from '#plugin-api';

const dollars = 1_000_000;
// Read in two independent copies of OpenAI's page that agree: one of March 2026 for what was there then, one of November 2026 for
// the rest. Models whose price depends on the length of the request (gpt-5.4, gpt-5.5) are left out.
const source = 'https://openai.com/api/pricing';
const line =
  (asOf: string) =>
  (models: string, input: number, cached: number, output: number): PricedModel => ({
    models,
    in: Math.round(input * dollars),
    out: Math.round(output * dollars),
    cacheRead: Math.round(cached * dollars),
    // Writing the cache costs nothing of its own.
    cacheWrite: Math.round(input * dollars),
    asOf,
    source,
  });
const [march, november] = [line('2026-03-31'), line('2026-11-22')];

/** List prices in dollars per million tokens: input, cached input, output. A model that is missing here has no known price. */
export const prices: readonly PricedModel[] = [
  november('gpt-5.4-mini', 0.75, 0.075, 4.5),
  november('gpt-5.4-nano', 0.2, 0.02, 1.25),
  march('gpt-5.1', 1.25, 0.125, 10),
  march('gpt-5', 1.25, 0.125, 10),
  november('gpt-5-mini', 0.25, 0.025, 2),
  march('gpt-5-nano', 0.05, 0.005, 0.4),
  march('gpt-4.1', 2, 0.5, 8),
  march('gpt-4.1-mini', 0.4, 0.1, 1.6),
  march('gpt-4.1-nano', 0.1, 0.025, 0.4),
  // The first one, which kept its price; nothing of it is cached.
  march('gpt-4o-2024-05-13', 5, 5, 15),
  march('gpt-4o', 2.5, 1.25, 10),
  march('gpt-4o-mini', 0.15, 0.075, 0.6),
  march('o3', 2, 0.5, 8),
  march('o3-mini', 1.1, 0.55, 4.4),
  march('o4-mini', 1.1, 0.275, 4.4),
];
