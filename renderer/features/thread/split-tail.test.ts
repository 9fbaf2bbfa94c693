import { expect, test } from 'vitest';
import type { Entry } from './scrolling/timeline.ts';
import { tailStart } from './split-tail.ts';

const entries = (n: number): Entry[] => Array.from({ length: n }, (_, i) => ({ type: 'day', key: `k${i}`, at: 0 }));

test('at first the newest entries are the tail', () => {
  expect(tailStart(entries(100), { startKey: null, mayCut: () => false })).toBe(88);
  expect(tailStart(entries(5), { startKey: null, mayCut: () => false })).toBe(0);
});

test('the tail grows where it began, so that nothing on screen is mounted anew', () =>
  expect(tailStart(entries(120), { startKey: 'k88', mayCut: () => true })).toBe(88));

test('a long tail is cut only where nobody sees it', () => {
  expect(tailStart(entries(140), { startKey: 'k88', mayCut: () => false })).toBe(88);
  expect(tailStart(entries(140), { startKey: 'k88', mayCut: () => true })).toBe(128);
});

test('a tail whose first entry is gone begins anew', () =>
  expect(tailStart(entries(30), { startKey: 'gone', mayCut: () => false })).toBe(18));
