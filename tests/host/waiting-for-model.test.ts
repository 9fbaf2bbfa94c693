import { afterEach, beforeEach, expect, it } from 'vitest';
import { outcome, send, turnIn } from '../harness/talk.ts';
import { startWorld, type World } from '../harness/world.ts';

let w: World;
beforeEach(async () => {
  w = await startWorld();
  w.sim.script(() => [{ do: 'answer', status: 429, headers: { 'retry-after': '1800' } }]);
});
afterEach(() => w.close());

const waiting = async () => {
  const messageId = await send(w.client, w.chatId, 'Go');
  const { id } = await turnIn(w.client, messageId, 'waiting');
  w.sim.script(() => [{ do: 'text', text: 'Back.' }]);
  return { messageId, turnId: id };
};

it('goes on at once when a person does not want to wait for the next try, and once only', async () => {
  const { messageId, turnId } = await waiting();
  // Nobody is needed meanwhile.
  expect((await w.client.chats.list()).find(({ id }) => id === w.chatId)?.state).toBe('working');
  expect(await w.client.turns.tryNow({ turnId })).toEqual({ queued: true });
  expect((await outcome(w.client, messageId)).reply).toBe('Back.');
  expect(await w.client.turns.tryNow({ turnId })).toEqual({ queued: false });
});

it('goes on when a test of the account worked, and stays where it is when the test failed', async () => {
  const { messageId, turnId } = await waiting();
  w.sim.script(() => [{ do: 'answer', status: 401 }]);
  expect((await w.client.accounts.test({ name: 'sim' })).ok).toBe(false);
  expect((await w.client.turns.get({ turnId })).state).toBe('waiting');
  w.sim.script(() => [{ do: 'text', text: 'Back.' }]);
  expect((await w.client.accounts.test({ name: 'sim' })).ok).toBe(true);
  expect((await outcome(w.client, messageId)).reply).toBe('Back.');
});
