import { expect, test } from 'vitest';
import { addSample, noLoad } from './load.ts';

const at = (atMs: number, cpuSeconds: number) => ({ atMs, usage: { cpuSeconds, memBytes: 0, calls: 0 }, processes: [] });

test('two looks make a share, a new start begins anew, and only the newest are kept', () => {
  const first = addSample(noLoad, at(1_000, 4));
  expect(first.shares).toEqual([]);
  const second = addSample(first, at(3_000, 5));
  expect(second.shares).toEqual([0.5]);
  expect(addSample(second, at(5_000, 0.1)).shares).toEqual([]);
  expect(addSample(second, { ...at(5_000, 0), usage: null })).toEqual(noLoad);
  let load = second;
  for (let i = 1; i <= 100; i++) load = addSample(load, at(3_000 + i * 1_000, 5 + i));
  expect(load.shares).toHaveLength(30);
  expect(load.shares.at(-1)).toBe(1);
});
