import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { outboxUnderTest, turn } from './testing/outbox-under-test.ts';
import { createSqliteStore } from './testing/sqlite-store.ts';

test('while the outbox is held nothing goes out; then everything does', async () => {
  const t = outboxUnderTest();
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
  const t = outboxUnderTest({ fates: [{ answer: 'hang', carry: false, receiptMs: null }] });
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

test.each([true, false])('after a host death a sending row is resent only where that is harmless (idempotent: %s)', async (idempotent) => {
  const dir = mkdtempSync(join(tmpdir(), 'outbox-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const file = join(dir, 'db');
  const dying = createSqliteStore(file);
  dying.addConnection('con', ['a', 'b']);
  const first = outboxUnderTest({ idempotent, db: dying, fates: [{ answer: 'hang', carry: true, receiptMs: null }] });
  first.post('hello');
  await turn();
  expect(first.states()).toEqual(['sending']);
  dying.close();

  const db = createSqliteStore(file);
  onTestFinished(db.close);
  const second = outboxUnderTest({ idempotent, db });
  second.outbox.start();
  await second.pass(1_000, 5);
  expect(second.states()).toEqual([idempotent ? 'sent' : 'unknown']);
  expect(second.network.sends.map((s) => s.externalId)).toEqual(idempotent ? ['own-d1'] : []);
});

test('stopping waits for a send under way and then sends nothing new', async () => {
  const t = outboxUnderTest({ fates: [{ answer: 'hang', carry: false, receiptMs: null }] });
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
