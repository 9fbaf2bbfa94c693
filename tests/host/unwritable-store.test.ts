import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFakeClock, type FakeClock } from '#core/base/fake-clock.ts';
import { logged } from '../harness/logged.ts';
import { outcome, pendingAsk, send, turnIn } from '../harness/talk.ts';
import { callsOf, lastResults } from '../harness/wire.ts';
import { startWorld, type World } from '../harness/world.ts';

const retryMs = 5_000;
let w: World;
let clock: FakeClock;
beforeEach(async () => {
  clock = createFakeClock();
  w = await startWorld({ clock });
});
afterEach(() => w.close());

// As a full disk does, the database refuses one kind of write until `allow` is called.
const refuse = (when: string): { allow(): void } => {
  const sql = (text: string): void => {
    const db = new DatabaseSync(join(w.home, 'pynchy.db'));
    try {
      db.exec(text);
    } finally {
      db.close();
    }
  };
  sql(`CREATE TRIGGER refused BEFORE ${when} BEGIN SELECT RAISE(ABORT, 'no room'); END`);
  return { allow: () => sql('DROP TRIGGER refused') };
};
it('starts a turn that could not be started as soon as the store can be written, without another message', async () => {
  const full = refuse('INSERT ON turns');
  const messageId = await send(w.client, w.chatId, 'Hello');
  await logged(w, 'a turn could not be started');
  full.allow();
  clock.advance(retryMs);
  expect((await outcome(w.client, messageId)).state).toBe('answered');
});

it('ends a turn that could not be ended once, without asking the model again', async () => {
  const full = refuse("UPDATE ON turns WHEN NEW.state IN ('done', 'failed')");
  const messageId = await send(w.client, w.chatId, 'Hello');
  await logged(w, 'a turn was left');
  clock.advance(retryMs);
  await logged(w, 'a turn was left', 2);
  full.allow();
  clock.advance(retryMs);
  clock.advance(retryMs);
  expect((await outcome(w.client, messageId)).reply).toBe('Hello from the simulated model.');
  expect(callsOf(w.sim)).toHaveLength(1);
});

it('keeps the outcome of a command until it can be stored', async () => {
  const full = refuse("UPDATE ON messages WHEN NEW.origin = 'command'");
  const messageId = await send(w.client, w.chatId, '!echo kept');
  await logged(w, 'the outcome of a command could not be stored yet');
  full.allow();
  clock.advance(retryMs);
  expect(await outcome(w.client, messageId)).toMatchObject({ state: 'answered', reply: 'kept\n' });
});

it('expires a request later when that could not be stored in time', async () => {
  w.sim.script((r) =>
    lastResults(r).length > 0
      ? [{ do: 'text', text: 'Nobody.' }]
      : [{ do: 'tool', name: 'ask_user', input: { questions: [{ question: 'Anybody?' }] } }],
  );
  const messageId = await send(w.client, w.chatId, 'Ask');
  await pendingAsk(w.client);
  const full = refuse('UPDATE ON asks');
  clock.advance(5 * 60_000);
  await logged(w, 'asks could not be expired yet');
  full.allow();
  clock.advance(retryMs);
  expect((await outcome(w.client, messageId)).reply).toBe('Nobody.');
});

it('goes on with a turn that waited for a model later when that could not be stored in time', async () => {
  w.sim.script(() => [{ do: 'answer', status: 429, headers: { 'retry-after': '1800' } }]);
  const messageId = await send(w.client, w.chatId, 'Hello');
  await turnIn(w.client, messageId, 'waiting');
  w.sim.script(() => [{ do: 'text', text: 'Late.' }]);
  const full = refuse("UPDATE ON turns WHEN NEW.state = 'queued'");
  clock.advance(1_800_000);
  await logged(w, 'a waiting turn could not be resumed yet');
  full.allow();
  clock.advance(retryMs);
  expect((await outcome(w.client, messageId)).reply).toBe('Late.');
});
