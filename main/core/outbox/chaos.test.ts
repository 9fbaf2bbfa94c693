import { afterAll, expect, test } from 'vitest';
import { type ChaosResult, runChaos } from './testing/chaos.ts';
import { createSqliteStore } from './testing/sqlite-store.ts';

const seeds = Number(process.env.PYNCHY_SEEDS ?? 25);
const first = Number(process.env.PYNCHY_FIRST_SEED ?? 1);
const db = createSqliteStore();
afterAll(db.close);

const run = async (
  idempotent: boolean,
  check: (result: ChaosResult) => void,
): Promise<{ kills: number; sends: number; states: Record<string, number> }> => {
  const total = { kills: 0, sends: 0, states: {} as Record<string, number> };
  for (let seed = first; seed < first + seeds; seed++) {
    const result = await runChaos(db, seed, idempotent);
    try {
      check(result);
    } catch (error) {
      throw new Error(`seed ${seed}: repeat with PYNCHY_FIRST_SEED=${seed} PYNCHY_SEEDS=1`, { cause: error });
    }
    total.kills += result.kills;
    total.sends += result.sends;
    for (const { state } of result.rows) total.states[state] = (total.states[state] ?? 0) + 1;
  }
  console.log(`seeds ${first} to ${first + seeds - 1}, idempotent: ${idempotent}, ${JSON.stringify(total)}`);
  return total;
};

test('on an idempotent channel no message arrives twice, out of order or never, whatever is lost or killed', {
  timeout: 240_000,
}, async () => {
  const total = await run(true, ({ arrivals, rows }) => {
    expect(rows).toHaveLength(12);
    const texts = arrivals.map((a) => a.text);
    expect(new Set(texts).size, 'each text arrived once').toBe(texts.length);
    for (const row of rows) {
      // Only what the channel refused may fail; nothing waits for a person.
      expect(
        row.state === 'sent' || (row.state === 'failed' && row.reason === 'delivery-refused'),
        `${row.text}: ${row.state} ${row.reason}`,
      ).toBe(true);
      expect(texts.includes(row.text) || row.state === 'failed', `${row.text} was dropped`).toBe(true);
    }
    for (const chat of new Set(rows.map((row) => row.chatId))) {
      const posted = rows.filter((row) => row.chatId === chat).map((row) => row.text);
      const arrived = arrivals.filter((a) => a.chatKey === `key-${chat}`).map((a) => a.text);
      expect(arrived, 'order of the chat').toEqual(posted.filter((text) => arrived.includes(text)));
    }
  });
  expect(total.kills).toBeGreaterThan(seeds);
});

test('on any other channel no message is sent twice, and what may not have arrived is shown', { timeout: 240_000 }, async () => {
  const total = await run(false, ({ arrivals, rows, lostByNetwork }) => {
    expect(rows).toHaveLength(12);
    const texts = arrivals.map((a) => a.text);
    expect(new Set(texts).size, 'each text arrived at most once').toBe(texts.length);
    for (const row of rows) {
      expect(['sent', 'unknown', 'failed']).toContain(row.state);
      if (row.state === 'sent')
        expect(texts.includes(row.text) || lostByNetwork.has(row.text), `${row.text} is sent but was dropped`).toBe(true);
      if (row.state === 'failed') expect(row.reason).toBe('delivery-refused');
    }
  });
  expect(total.kills).toBeGreaterThan(seeds);
});
