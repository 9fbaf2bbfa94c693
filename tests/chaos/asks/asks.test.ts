import { expect, it } from 'vitest';
import { createWalks } from './walk.ts';

const all = Number(process.env.PYNCHY_ASK_WALKS ?? 10_000);
const first = Number(process.env.PYNCHY_SEED ?? 1);
const perStore = 1_000;

it(`runs a call at most once, and only what an owner approved, over ${all} interleavings from seed ${first} on`, async () => {
  const total = { walks: 0, executions: 0, refusals: 0 };
  for (let from = first; from < first + all; from += perStore) {
    const walks = createWalks();
    try {
      for (let seed = from; seed < Math.min(from + perStore, first + all); seed++) await walks.walk(seed);
    } finally {
      await walks.close();
    }
    total.walks += walks.counts.walks;
    total.executions += walks.counts.executions;
    total.refusals += walks.counts.refusals;
  }
  process.stdout.write(`${total.walks} interleavings: ${total.executions} calls ran, ${total.refusals} were refused\n`);
  expect(total.walks).toBe(all);
  // A test in which nothing runs, or nothing is refused, says nothing.
  if (all >= 1_000) for (const n of [total.executions, total.refusals]) expect(n).toBeGreaterThan(all / 50);
}, 600_000);

it.each([
  ['without the hash of the call', { callHash: () => 'any' }],
  ['when an approval is not used up', { begin: () => true }],
])('notices a gate %s', async (_, without) => {
  const walks = createWalks(without);
  const all = async (): Promise<void> => {
    for (let seed = 1; seed <= 2_000; seed++) await walks.walk(seed);
  };
  await expect(all()).rejects.toThrow(/^seed \d+: (ran|approved|another)/);
  await walks.close();
});
