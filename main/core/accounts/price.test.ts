import { expect, it } from 'vitest';
import { priceFor } from './price.ts';

const line = (models: string, input: number) => ({ models, in: input, out: 0, cacheRead: 0, cacheWrite: 0, asOf: '', source: '' });
const provider = { defaultBaseUrl: 'https://api.example.com', prices: [line('big-4-5', 5), line('big-4', 15)] };
const at = (baseUrl: string, model: string): number | null => priceFor(provider, { baseUrl }, model)?.in ?? null;

it.each([
  ['big-4-5', 5],
  ['big-4-5-20250929', 5],
  ['big-4-20250514', 15],
  ['big-4-latest', 15],
  ['big-4-2025-08-07', 15],
  ['big-4-2025', null],
  ['big-4-6', null],
  ['big', null],
])('the price of %s is %s', (model, price) => expect(at('https://api.example.com/v1', model)).toBe(price));

it('knows no price at a server that is not the one of the list', () => expect(at('http://localhost:4000', 'big-4')).toBeNull());
it('knows no price where a provider has no list', () =>
  expect(priceFor({ defaultBaseUrl: 'https://a.com' }, { baseUrl: 'https://a.com' }, 'm')).toBeNull());
