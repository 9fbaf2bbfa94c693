import { afterEach, expect, test } from 'vitest';
import { createFakeClock } from '../base/fake-clock.ts';
import { endPlaceholder, placeholderFor, postPlaceholder } from '../store/transitions/placeholder.ts';
import { createOutbox } from './create-outbox.ts';
import type { QuietHours } from './quiet.ts';
import { createNetwork, type Fate } from './testing/network.ts';
import { createSqliteStore } from './testing/sqlite-store.ts';

// How fast, when, and in which form words go out. The fake clock begins in the daytime of 2026.
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0).reverse()) close();
});
const good: Fate = { answer: 'ok', carry: true, receiptMs: 50 };
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const setUp = (o: { quiet?: () => QuietHours | null; fate?: (op: string) => Fate } = {}) => {
  const clock = createFakeClock();
  const network = createNetwork({ idempotent: true, clock, fate: (out) => o.fate?.(out.op) ?? good });
  const store = createSqliteStore();
  closers.push(store.close);
  store.addConnection('con', ['a', 'b', 'c', 'd', 'e', 'f']);
  const outbox = createOutbox({
    store: store.store,
    clock,
    channel: () => network.channel,
    quiet: () => o.quiet?.() ?? null,
    held: () => false,
    tell: () => undefined,
    log: () => undefined,
  });
  network.listen((externalId, state) => void outbox.receipt('con', externalId, state));
  let n = 0;
  const sentAt: number[] = [];
  const started = clock.now();
  return {
    clock,
    network,
    store,
    outbox,
    add(text: string, chatId = 'a', more: Partial<Parameters<typeof store.post>[0]> = {}): string {
      const id = `d${++n}`;
      store.post({ id, connectionId: 'con', chatId, externalId: `own-${id}`, text, createdAt: clock.now(), ...more });
      return id;
    },
    /** Lets time pass in steps of 100 ms and notes in which second each send happened. */
    async pass(ms: number): Promise<number[]> {
      outbox.wake('con');
      for (let at = 0; at < ms; at += 100) {
        clock.advance(100);
        await turn();
        while (sentAt.length < network.sends.length) sentAt.push(Math.floor((clock.now() - started) / 1_000));
      }
      return sentAt;
    },
    texts: () => network.arrivals.map(({ op, text }) => (op === 'post' ? text : `${op}:${text}`)),
  };
};

test('one chat gets three messages at once and then one every two seconds', async () => {
  const t = setUp();
  for (let i = 0; i < 6; i++) t.add(`${i}`);
  expect(await t.pass(10_000)).toEqual([0, 0, 0, 2, 4, 6]);
});

test('one number writes five messages at once and then one every second', async () => {
  const t = setUp();
  for (const chat of ['a', 'b', 'c', 'd', 'e', 'f', 'a', 'b']) t.add(chat, chat);
  expect(await t.pass(10_000)).toEqual([0, 0, 0, 0, 0, 1, 2, 3]);
});

test('words go before signs of life, which take what is left', async () => {
  const t = setUp();
  for (let i = 0; i < 3; i++) t.add(`sign${i}`, 'a', { op: 'react', source: { kind: 'sign', id: `m${i}` } });
  for (let i = 0; i < 2; i++) t.add(`word${i}`);
  await t.pass(20_000);
  expect(t.texts().slice(0, 3).sort()).toEqual(['react:sign0', 'word0', 'word1']);
  expect(t.texts()).toHaveLength(5);
});

test('quiet hours hold what nobody waits for, say until when, and let it go in the morning', async () => {
  let quiet: QuietHours | null = null;
  const t = setUp({ quiet: () => quiet });
  const minute = new Date(t.clock.now()).toISOString().slice(11, 16);
  const later = new Date(t.clock.now() + 3_600_000).toISOString().slice(11, 16);
  quiet = { from: minute, to: later, zone: 'UTC' };
  t.add('a task');
  await t.pass(2_000);
  expect(t.store.rows('con')[0]).toMatchObject({ state: 'queued', reason: 'quiet-hours' });
  expect(new Date(t.store.rows('con')[0]?.nextAt ?? 0).toISOString().slice(11, 16)).toBe(later);
  t.store.heard('b', 'con', t.clock.now());
  t.add('an answer', 'b');
  await t.pass(2_000);
  expect(t.texts()).toEqual(['an answer']);
  for (let i = 0; i < 61; i++) {
    t.clock.advance(60_000);
    await turn();
  }
  expect(t.texts()).toEqual(['an answer', 'a task']);
});

test('what quiet hours hold goes when they are switched off', async () => {
  let quiet: QuietHours | null = { from: '00:00', to: '23:59', zone: 'UTC' };
  const t = setUp({ quiet: () => quiet });
  t.add('a task');
  await t.pass(1_000);
  quiet = null;
  await t.pass(1_000);
  expect(t.texts()).toEqual(['a task']);
});

/** A placeholder that stands in chat a, and the answer that would take its place. */
const answered = async (t: ReturnType<typeof setUp>, afterMs: number): Promise<void> => {
  t.store.turn('t1', 'a', t.clock.now());
  expect(postPlaceholder(t.store.db, { turnId: 't1', text: '…' }, t.clock.now())).toBe(true);
  await t.pass(afterMs);
  const target = placeholderFor(t.store.db, 't1', 1);
  t.add('the answer', 'a', { source: { kind: 'turn', id: 't1' }, ...(target ? { op: 'edit', target } : {}) });
  endPlaceholder(t.store.db, 't1', t.clock.now());
};

test('the answer takes the place of its placeholder', async () => {
  const t = setUp();
  await answered(t, 1_000);
  await t.pass(5_000);
  expect(t.texts()).toEqual(['…', 'edit:the answer']);
});

test('a late answer is a message of its own, and the placeholder goes', async () => {
  const t = setUp();
  await answered(t, 31_000);
  await t.pass(5_000);
  expect(t.texts()).toEqual(['…', 'the answer', 'delete:']);
});

test('an answer whose edit is refused is a message of its own', async () => {
  const t = setUp({ fate: (op) => (op === 'edit' ? { answer: { code: 'too-old' }, carry: false, receiptMs: null } : good) });
  await answered(t, 1_000);
  await t.pass(8_000);
  expect(t.texts()).toEqual(['…', 'the answer', 'delete:']);
});

test('an answer does not wait for a placeholder that nobody confirms', async () => {
  let lost = true;
  const t = setUp({ fate: () => ({ ...good, receiptMs: lost ? null : 50 }) });
  await answered(t, 1_000);
  lost = false;
  await t.pass(20_000);
  expect(t.texts()).toEqual(['…', 'the answer', 'delete:']);
});

test('a placeholder that has not left is given up', async () => {
  const t = setUp({ fate: () => ({ answer: { code: 'offline' }, carry: false, receiptMs: null }) });
  await answered(t, 1_000);
  expect(t.store.rows('con').map(({ op, text, state }) => [op, text, state])).toEqual([
    ['post', '…', 'failed'],
    ['post', 'the answer', 'queued'],
  ]);
});
