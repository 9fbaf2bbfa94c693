import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createFakeClock } from '../base/fake-clock.ts';
import { createOutbox } from './create-outbox.ts';
import type { OutboxChannel } from './ports.ts';
import { createNetwork, type Fate } from './testing/network.ts';
import { createSqliteStore } from './testing/sqlite-store.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0).reverse()) close();
});
const good: Fate = { answer: 'ok', carry: true, receiptMs: 100 };
const offline: Fate = { answer: { code: 'offline' }, carry: false, receiptMs: null };
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const setUp = (o: { idempotent?: boolean; fates?: Fate[]; file?: string; db?: ReturnType<typeof createSqliteStore> } = {}) => {
  const clock = createFakeClock();
  const fates = o.fates ?? [];
  const network = createNetwork({ idempotent: o.idempotent ?? true, clock, fate: () => fates.shift() ?? good });
  const db = o.db ?? createSqliteStore(o.file);
  if (!o.db) {
    db.addConnection('con', ['a', 'b']);
    closers.push(db.close);
  }
  const told: { id: string; state: string; code: string }[] = [];
  let channel: OutboxChannel | null = network.channel;
  let held = false;
  const make = () =>
    createOutbox({
      store: db.store,
      clock,
      channel: () => channel,
      held: () => held,
      tell: (delivery, state, why) => void told.push({ id: delivery.id, state, code: why.code }),
      log: () => undefined,
      random: () => 0.5,
    });
  const outbox = make();
  network.listen((externalId, state) => void outbox.receipt('con', externalId, state));
  let n = 0;
  const post = (text: string, chatId = 'a', externalId?: string): string => {
    const id = `d${++n}`;
    db.post({ id, connectionId: 'con', chatId, externalId: externalId ?? `own-${id}`, text, createdAt: clock.now() });
    outbox.wake('con');
    return id;
  };
  return {
    clock,
    network,
    db,
    told,
    outbox,
    make,
    post,
    fates,
    setChannel: (next: OutboxChannel | null): void => {
      channel = next;
    },
    hold: (next: boolean): void => {
      held = next;
    },
    pass: async (ms: number, steps = 1): Promise<void> => {
      for (let i = 0; i < steps; i++) {
        clock.advance(ms / steps);
        await turn();
      }
    },
    states: () => db.rows('con').map((row) => row.state),
    texts: () => network.arrivals.map((a) => a.text),
  };
};

test('a delivery is committed as sending before send() is called, and becomes sent by its receipt', async () => {
  const t = setUp();
  const before: string[] = [];
  t.setChannel({
    ...t.network.channel,
    send: (connection, out, signal) => {
      before.push(...t.states());
      return t.network.channel.send(connection, out, signal);
    },
  });
  t.post('hello');
  await turn();
  expect(before).toEqual(['sending']);
  expect(t.states()).toEqual(['sending']);
  await t.pass(100);
  expect(t.states()).toEqual(['sent']);
  expect(t.db.events()).toBe(3);
});

test('a message without a receipt is sent again with the same id, and arrives once', async () => {
  const t = setUp({
    fates: [
      { answer: 'ok', carry: true, receiptMs: null },
      { answer: 'ok', carry: false, receiptMs: null },
    ],
  });
  t.post('hello');
  await t.pass(60_000, 60);
  expect(new Set(t.network.sends.map((s) => s.externalId)).size).toBe(1);
  expect(t.network.sends).toHaveLength(3);
  expect(t.texts()).toEqual(['hello']);
  expect(t.states()).toEqual(['sent']);
});

test('a chat is strictly in order, and a chat that waits holds up no other', async () => {
  const t = setUp({ fates: [{ answer: 'ok', carry: false, receiptMs: null }] });
  t.post('a1', 'a');
  t.post('a2', 'a');
  t.post('b1', 'b');
  await t.pass(5_000, 5);
  expect(t.texts()).toEqual(['b1']);
  await t.pass(60_000, 60);
  expect(t.texts()).toEqual(['b1', 'a1', 'a2']);
});

test('while the link is down one delivery tries for all, and everything goes when it is up again', async () => {
  const t = setUp({ fates: Array.from({ length: 9 }, () => offline) });
  for (const chat of ['a', 'b', 'a', 'b']) t.post(chat, chat);
  await t.pass(30_000, 300);
  expect(t.network.sends.length).toBeLessThan(9);
  expect(t.states()).toEqual(['queued', 'queued', 'queued', 'queued']);
  t.fates.length = 0;
  t.outbox.connected('con');
  await t.pass(1_000, 10);
  expect(t.states()).toEqual(['sent', 'sent', 'sent', 'sent']);
});

test('retry-after is honoured, also when the link comes up meanwhile', async () => {
  const t = setUp({ fates: [{ answer: { code: 'rate-limited', retryAfterMs: 20_000 }, carry: false, receiptMs: null }] });
  t.post('hello');
  await turn();
  t.outbox.connected('con');
  await t.pass(19_000, 19);
  expect(t.network.sends).toHaveLength(1);
  await t.pass(2_000, 2);
  expect(t.states()).toEqual(['sent']);
});

test('after 24 hours without success a delivery fails and is told once', async () => {
  const lost: Fate = { answer: 'ok', carry: false, receiptMs: null };
  const t = setUp({ fates: Array.from({ length: 10_000 }, () => lost) });
  t.post('hello');
  await t.pass(23 * 3_600_000, 23 * 60);
  expect(t.states()).toEqual(['sending']);
  await t.pass(2 * 3_600_000, 120);
  expect(t.db.rows('con')).toMatchObject([{ state: 'failed', reason: 'delivery-gave-up' }]);
  expect(t.told).toEqual([{ id: 'd1', state: 'failed', code: 'delivery-gave-up' }]);
  // Giving up is a guess; a receipt knows better.
  expect(t.outbox.receipt('con', 'own-d1', 'delivered')).toBe('moved');
});

test('what waited for days while the host was off is tried before it is given up', async () => {
  const t = setUp();
  t.setChannel(null);
  t.post('late');
  await t.pass(48 * 3_600_000);
  t.setChannel(t.network.channel);
  t.outbox.wake('con');
  await turn();
  await t.pass(200);
  expect(t.states()).toEqual(['sent']);
});

test('what the channel refuses fails with the reason and does not stop the next one', async () => {
  const t = setUp({ fates: [{ answer: { code: 'forbidden' }, carry: false, receiptMs: null }] });
  t.post('one');
  t.post('two');
  await t.pass(1_000, 10);
  expect(t.db.rows('con')).toMatchObject([{ state: 'failed', reason: 'delivery-refused' }, { state: 'sent' }]);
  expect(t.told).toHaveLength(1);
});

test('receipts move forward only', async () => {
  const t = setUp();
  t.post('hello');
  await t.pass(200);
  expect(t.outbox.receipt('con', 'own-d1', 'read')).toBe('moved');
  expect(t.outbox.receipt('con', 'own-d1', 'delivered')).toBe('unchanged');
  expect(t.outbox.receipt('con', 'own-d1', 'sent')).toBe('unchanged');
  expect(t.outbox.receipt('con', 'own-d1', 'rejected')).toBe('unchanged');
  expect(t.states()).toEqual(['read']);
  expect(t.outbox.receipt('con', 'not mine', 'read')).toBe('not-ours');
});

test('a receipt for what was never sent is not believed', async () => {
  const t = setUp();
  t.setChannel(null);
  t.post('hello');
  expect(t.outbox.receipt('con', 'own-d1', 'read')).toBe('unchanged');
});

test('a rejected receipt fails the delivery and says why', async () => {
  const t = setUp();
  t.network.receiptsSay('rejected');
  t.post('hello');
  await t.pass(200);
  expect(t.db.rows('con')).toMatchObject([{ state: 'failed', reason: 'delivery-refused' }]);
  expect(t.told).toEqual([{ id: 'd1', state: 'failed', code: 'delivery-refused' }]);
});

test('without idempotent sends a cut one becomes unknown, is told, and nothing repeats it but a person', async () => {
  const t = setUp({ idempotent: false, fates: [{ answer: 'throw', carry: true, receiptMs: null }] });
  t.post('one');
  t.post('two');
  await t.pass(3_600_000, 60);
  expect(t.states()).toEqual(['unknown', 'sent']);
  expect(t.texts()).toEqual(['one', 'two']);
  expect(t.told).toEqual([{ id: 'd1', state: 'unknown', code: 'may-have-been-sent' }]);
  expect(t.outbox.resend('d2')).toBe(false);
  expect(t.outbox.resend('d1')).toBe(true);
  await t.pass(1_000, 2);
  expect(t.states()).toEqual(['sent', 'sent']);
});

test('an unknown delivery can be dismissed, or settled by a late receipt', async () => {
  const cut: Fate = { answer: 'throw', carry: false, receiptMs: null };
  const t = setUp({ idempotent: false, fates: [cut, cut] });
  t.post('one');
  t.post('two');
  await turn();
  expect(t.outbox.dismiss('d1')).toBe(true);
  expect(t.outbox.dismiss('d1')).toBe(false);
  expect(t.outbox.receipt('con', 'own-d2', 'delivered')).toBe('moved');
  expect(t.db.rows('con')).toMatchObject([
    { state: 'failed', reason: 'dismissed-by-you' },
    { state: 'delivered', reason: null },
  ]);
});

test('without idempotent sends, what certainly was not written is tried again', async () => {
  const t = setUp({ idempotent: false, fates: [offline, { answer: { code: 'busy', retryAfterMs: 500 }, carry: false, receiptMs: null }] });
  t.post('hello');
  await t.pass(10_000, 20);
  expect(t.texts()).toEqual(['hello']);
  expect(t.states()).toEqual(['sent']);
});

test('a send that hangs is cut and holds up the others no longer than its time', async () => {
  const t = setUp({ fates: [{ answer: 'hang', carry: false, receiptMs: null }] });
  t.post('one', 'a');
  t.post('two', 'b');
  await t.pass(59_000, 10);
  expect(t.texts()).toEqual([]);
  await t.pass(10_000, 10);
  expect(t.texts()).toEqual(expect.arrayContaining(['one', 'two']));
});

test('an edit of a message that failed is not sent', async () => {
  const t = setUp({ fates: [{ answer: { code: 'forbidden' }, carry: false, receiptMs: null }] });
  t.post('one');
  t.db.post({
    id: 'edit',
    connectionId: 'con',
    chatId: 'a',
    externalId: 'x-edit',
    text: 'one!',
    createdAt: t.clock.now(),
    op: 'edit',
    target: 'd1',
  });
  t.outbox.wake();
  await t.pass(1_000, 5);
  expect(t.db.rows('con')).toMatchObject([{ state: 'failed' }, { state: 'failed', reason: 'delivery-target-missing' }]);
  expect(t.network.sends).toHaveLength(1);
});

test('an edit names the external id of what it edits', async () => {
  const t = setUp();
  t.post('one');
  t.db.post({
    id: 'edit',
    connectionId: 'con',
    chatId: 'a',
    externalId: 'x-edit',
    text: 'one!',
    createdAt: t.clock.now(),
    op: 'edit',
    target: 'd1',
  });
  t.outbox.wake();
  await t.pass(1_000, 5);
  expect(t.network.sends[1]).toEqual({ externalId: 'x-edit', chatKey: 'key-a', op: 'edit', target: 'own-d1', text: 'one!' });
});

test('while the outbox is held nothing goes out; then everything does', async () => {
  const t = setUp();
  t.hold(true);
  t.post('hello');
  await t.pass(60_000, 5);
  expect(t.network.sends).toHaveLength(0);
  t.hold(false);
  t.outbox.wake();
  await t.pass(1_000, 5);
  expect(t.states()).toEqual(['sent']);
});

test('a hold cuts the send that is under way; after it the same message goes with the same id', async () => {
  const t = setUp({ fates: [{ answer: 'hang', carry: false, receiptMs: null }] });
  t.post('hello');
  await t.pass(10, 5);
  expect(t.network.sends).toHaveLength(1);
  t.hold(true);
  t.outbox.hold();
  await t.outbox.settled();
  await t.pass(600_000, 5);
  expect(t.network.sends).toHaveLength(1);
  t.hold(false);
  t.outbox.wake();
  await t.pass(1_000, 5);
  expect(t.network.sends.map(({ externalId }) => externalId)).toEqual(['own-d1', 'own-d1']);
  expect(t.network.arrivals).toHaveLength(1);
  expect(t.states()).toEqual(['sent']);
});

test('a text for a channel that is away gets its id when the channel is there, before it is sent', async () => {
  const t = setUp();
  t.setChannel(null);
  const [part] = await t.outbox.prepare('con', '**hello**');
  expect(part?.text).toBe('hello');
  const id = t.post(part?.text ?? '', 'a', part?.externalId);
  await turn();
  t.setChannel(t.network.channel);
  t.outbox.wake('con');
  await turn();
  expect(t.network.sends[0]?.externalId).toBe('ext-1');
  expect(t.db.rows('con')).toMatchObject([{ id, externalId: 'ext-1' }]);
});

test('a text is prepared as parts with ids of their own, in the way the channel writes', async () => {
  const t = setUp();
  const parts = await t.outbox.prepare('con', `**Bold**\n\n${'word '.repeat(400)}`);
  expect(parts.length).toBeGreaterThan(1);
  expect(parts[0]?.text.startsWith('*Bold*')).toBe(true);
  expect(new Set(parts.map((p) => p.externalId)).size).toBe(parts.length);
  expect(parts.every((p) => p.text.length <= 1_000)).toBe(true);
});

test.each([true, false])('after a host death a sending row is resent only where that is harmless (idempotent: %s)', async (idempotent) => {
  const dir = mkdtempSync(join(tmpdir(), 'outbox-'));
  try {
    const file = join(dir, 'db');
    const first = setUp({ idempotent, file, fates: [{ answer: 'hang', carry: true, receiptMs: null }] });
    first.post('hello');
    await turn();
    expect(first.states()).toEqual(['sending']);
    for (const close of closers.splice(0)) close();

    const db = createSqliteStore(file);
    closers.push(db.close);
    const second = setUp({ idempotent, db });
    second.outbox.start();
    await second.pass(1_000, 5);
    expect(second.states()).toEqual([idempotent ? 'sent' : 'unknown']);
    expect(second.network.sends.map((s) => s.externalId)).toEqual(idempotent ? ['own-d1'] : []);
  } finally {
    for (const close of closers.splice(0)) close();
    rmSync(dir, { recursive: true });
  }
});

test('stopping waits for a send under way and then sends nothing new', async () => {
  const t = setUp({ fates: [{ answer: 'hang', carry: false, receiptMs: null }] });
  t.post('one');
  t.post('two', 'b');
  await turn();
  const stopped = t.outbox.stop(3_000);
  t.clock.advance(3_000);
  await stopped;
  expect(t.network.sends).toHaveLength(1);
  expect(t.states()).toEqual(['sending', 'queued']);
  expect(t.clock.pending()).toBe(0);
});

test('a fault of the store is survived: the lane tries again', async () => {
  const t = setUp();
  let broken = true;
  const outbox = createOutbox({
    store: {
      ...t.db.store,
      change: (...args) => {
        if (broken) throw new Error('disk full');
        return t.db.store.change(...args);
      },
    },
    clock: t.clock,
    channel: () => t.network.channel,
    held: () => false,
    tell: () => undefined,
    log: () => undefined,
  });
  t.setChannel(null);
  t.post('hello');
  outbox.start();
  await turn();
  broken = false;
  await t.pass(6_000, 3);
  expect(t.texts()).toEqual(['hello']);
});
