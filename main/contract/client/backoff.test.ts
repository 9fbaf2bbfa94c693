import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

const limits = { minMs: 250, maxMs: 8_000 };

test('the wait doubles from a quarter of a second and never passes eight seconds', () => {
  const longest = [0, 1, 2, 3, 4, 5, 6, 50].map((attempt) => backoffMs(attempt, { ...limits, random: () => 1 }));
  expect(longest).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
});

test('two clients that lost the same host do not come back at the same moment', () => {
  expect(backoffMs(4, { ...limits, random: () => 0 })).toBe(2_000);
  expect(backoffMs(4, { ...limits, random: () => 0.5 })).toBe(3_000);
});

test('the wait is never shorter than the minimum', () => {
  expect(backoffMs(0, { ...limits, random: () => 0 })).toBe(250);
});
