import { expect, test } from 'vitest';
import { outboxUnderTest, turn } from './testing/outbox-under-test.ts';

test('a delivery is committed as sending before send() is called, and becomes sent by its receipt', async () => {
  const t = outboxUnderTest();
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
  const t = outboxUnderTest({
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
  const t = outboxUnderTest({ fates: [{ answer: 'ok', carry: false, receiptMs: null }] });
  t.post('a1', 'a');
  t.post('a2', 'a');
  t.post('b1', 'b');
  await t.pass(5_000, 5);
  expect(t.texts()).toEqual(['b1']);
  await t.pass(60_000, 60);
  expect(t.texts()).toEqual(['b1', 'a1', 'a2']);
});

test('receipts move forward only', async () => {
  const t = outboxUnderTest();
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
  const t = outboxUnderTest();
  t.setChannel(null);
  t.post('hello');
  expect(t.outbox.receipt('con', 'own-d1', 'read')).toBe('unchanged');
});

test('a rejected receipt fails the delivery and says why', async () => {
  const t = outboxUnderTest();
  t.network.receiptsSay('rejected');
  t.post('hello');
  await t.pass(200);
  expect(t.db.rows('con')).toMatchObject([{ state: 'failed', reason: 'delivery-refused' }]);
  expect(t.told).toEqual([{ id: 'd1', state: 'failed', code: 'delivery-refused' }]);
});

test('an edit of a message that failed is not sent', async () => {
  const t = outboxUnderTest({ fates: [{ answer: { code: 'forbidden' }, carry: false, receiptMs: null }] });
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
  const t = outboxUnderTest();
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

test('a text for a channel that is away gets its id when the channel is there, before it is sent', async () => {
  const t = outboxUnderTest();
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
  const t = outboxUnderTest();
  const parts = await t.outbox.prepare('con', `**Bold**\n\n${'word '.repeat(400)}`);
  expect(parts.length).toBeGreaterThan(1);
  expect(parts[0]?.text.startsWith('*Bold*')).toBe(true);
  expect(new Set(parts.map((p) => p.externalId)).size).toBe(parts.length);
  expect(parts.every((p) => p.text.length <= 1_000)).toBe(true);
});
