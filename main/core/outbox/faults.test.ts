import { expect, test } from 'vitest';
import { createOutbox } from './create-outbox.ts';
import type { Fate } from './testing/network.ts';
import { offline, outboxUnderTest, turn } from './testing/outbox-under-test.ts';

test('while the link is down one delivery tries for all, and everything goes when it is up again', async () => {
  const t = outboxUnderTest({ fates: Array.from({ length: 9 }, () => offline) });
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
  const t = outboxUnderTest({ fates: [{ answer: { code: 'rate-limited', retryAfterMs: 20_000 }, carry: false, receiptMs: null }] });
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
  const t = outboxUnderTest({ fates: Array.from({ length: 10_000 }, () => lost) });
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
  const t = outboxUnderTest();
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
  const t = outboxUnderTest({ fates: [{ answer: { code: 'forbidden' }, carry: false, receiptMs: null }] });
  t.post('one');
  t.post('two');
  await t.pass(1_000, 10);
  expect(t.db.rows('con')).toMatchObject([{ state: 'failed', reason: 'delivery-refused' }, { state: 'sent' }]);
  expect(t.told).toHaveLength(1);
});

test('without idempotent sends a cut one becomes unknown, is told, and nothing repeats it but a person', async () => {
  const t = outboxUnderTest({ idempotent: false, fates: [{ answer: 'throw', carry: true, receiptMs: null }] });
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
  const t = outboxUnderTest({ idempotent: false, fates: [cut, cut] });
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
  const t = outboxUnderTest({
    idempotent: false,
    fates: [offline, { answer: { code: 'busy', retryAfterMs: 500 }, carry: false, receiptMs: null }],
  });
  t.post('hello');
  await t.pass(10_000, 20);
  expect(t.texts()).toEqual(['hello']);
  expect(t.states()).toEqual(['sent']);
});

test('a send that hangs is cut and holds up the others no longer than its time', async () => {
  const t = outboxUnderTest({ fates: [{ answer: 'hang', carry: false, receiptMs: null }] });
  t.post('one', 'a');
  t.post('two', 'b');
  await t.pass(59_000, 10);
  expect(t.texts()).toEqual([]);
  await t.pass(10_000, 10);
  expect(t.texts()).toEqual(expect.arrayContaining(['one', 'two']));
});

test('a fault of the store is survived: the lane tries again', async () => {
  const t = outboxUnderTest();
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
