import { expect, it } from 'vitest';
import { createAsking } from './asking.ts';
import type { Entry } from './journal.ts';

const timing = { askMs: 15_000, askCapMs: 3_600_000, unreadableMs: 86_400_000 };
const minute = 60_000;

/** Asking over messages that stay unread until they are taken away, and a clock that is moved by hand. */
const build = () => {
  let now = 1_000_000;
  let timer: { at: number; run: () => void } | null = null;
  const unread = new Map<string, Entry>();
  const asked: string[] = [];
  const over: string[] = [];
  let line = Promise.resolve();
  const asking = createAsking({
    journal: { unread: () => [...unread.values()] },
    timing,
    now: () => now,
    after(ms, run) {
      const mine = { at: now + ms, run };
      timer = mine;
      return () => {
        if (timer === mine) timer = null;
      };
    },
    ask: (entries) => void asked.push(...entries.map(({ id }) => `${id} at ${(now - 1_000_000) / 1_000}`)),
    giveUp: async ({ id, key }) => {
      over.push(id);
      unread.delete(key);
    },
    inLine: (work) => {
      line = line.then(work);
    },
  });
  const came = (id: string): void => {
    unread.set(id, { key: id, id, remoteJid: 'a', fromMe: false, participant: null, at: now, event: null });
  };
  const pass = async (ms: number): Promise<void> => {
    const end = now + ms;
    for (let due = timer; due !== null && due.at <= end; due = timer) {
      timer = null;
      now = due.at;
      due.run();
      await line;
    }
    now = end;
  };
  const begin = async (): Promise<void> => {
    asking.begin(now);
    await line;
  };
  return { asking, asked, over, unread, came, pass, begin, isArmed: () => timer !== null };
};

it('asks for a message ever more rarely, and gives it up after a day', async () => {
  const t = build();
  t.came('old');
  await t.pass(1);
  await t.begin();
  await t.pass(3 * minute);
  expect(t.asked).toEqual(['old at 0.001', 'old at 15.001', 'old at 45.001', 'old at 105.001']);
  await t.pass(26 * 60 * minute);
  expect(t.over).toEqual(['old']);
  expect(t.asked.length).toBeLessThan(40);
  expect(t.isArmed()).toBe(false);
});

it('does not let a new message wait for one that never comes, nor asks more often for that one', async () => {
  const t = build();
  t.came('old');
  await t.pass(1);
  await t.begin();
  await t.pass(5 * 60 * minute);
  const before = t.asked.length;
  t.came('new');
  t.asking.noticed();
  await t.pass(50_000);
  expect(t.asked.slice(before).map((one) => one.split(' ')[0])).toEqual(['new', 'new']);
});

it('asks nobody for what came in time, and has no timer then or after the end', async () => {
  const t = build();
  await t.begin();
  t.came('one');
  t.asking.noticed();
  t.unread.clear();
  await t.pass(60 * minute);
  expect([t.asked, t.isArmed()]).toEqual([[], false]);
  t.came('two');
  t.asking.noticed();
  t.asking.end();
  t.asking.noticed();
  expect(t.isArmed()).toBe(false);
});
