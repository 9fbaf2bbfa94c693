import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Note } from '../../main/desktop/notices/notifications.ts';
import { tellNeeds } from '../../main/desktop/notices/tell-needs.ts';
import { send, turnIn } from '../harness/talk.ts';
import { startWorld, type World } from '../harness/world.ts';

let w: World;
beforeEach(async () => {
  w = await startWorld();
});
afterEach(() => w.close());

/** A turn that runs until `go` is called. */
const held = async (text: string) => {
  const gate = Promise.withResolvers<void>();
  w.sim.script(() => [
    { do: 'wait', gate: gate.promise },
    { do: 'text', text: 'There.' },
  ]);
  const n = w.sim.requests.length + 1;
  const messageId = await send(w.client, w.chatId, text);
  await w.sim.arrival(n);
  const { turn } = await w.client.messages.turnOf({ messageId });
  return { messageId, turnId: turn?.id ?? '', go: gate.resolve };
};

it('keeps the wish to be told over a restart of the host and over the end of the turn, and gives it to one window only', async () => {
  const { messageId, turnId, go } = await held('Take your time');
  expect(await w.client.turns.tellWhenDone({ turnId, on: true })).toEqual({ changed: true });
  expect(await w.client.turns.tellWhenDone({ turnId, on: true })).toEqual({ changed: false });
  go();
  await turnIn(w.client, messageId, 'done');
  await w.stop();
  w = await w.restart();
  expect(await w.client.turns.awaited()).toEqual([{ turnId, chatId: w.chatId, state: 'done' }]);
  const told = await Promise.all([1, 2, 3].map(() => w.client.turns.tellWhenDone({ turnId, on: false })));
  expect(told.filter(({ changed }) => changed)).toHaveLength(1);
  expect(await w.client.turns.awaited()).toEqual([]);
  // What has ended cannot be waited for.
  expect(await w.client.turns.tellWhenDone({ turnId, on: true })).toEqual({ changed: false });
});

it('tells nobody of a turn that was stopped: who stopped it knows', async () => {
  const { messageId, turnId } = await held('Never mind');
  await w.client.turns.tellWhenDone({ turnId, on: true });
  await w.client.turns.stop({ turnId });
  await turnIn(w.client, messageId, 'cancelled');
  expect(await w.client.turns.awaited()).toEqual([]);
});

it('is told by the desktop app once, and at its next start when it was not there', async () => {
  const said: Note[] = [];
  const needs = tellNeeds(w.client, { tell: (note) => void said.push(note), withdraw: () => undefined }, (error) =>
    expect.fail(String(error)),
  );
  const { messageId, turnId, go } = await held('Take your time');
  await w.client.turns.tellWhenDone({ turnId, on: true });
  go();
  await turnIn(w.client, messageId, 'done');
  needs.start();
  await expect.poll(() => said).toMatchObject([{ need: `turn:${turnId}`, kind: 'asked', body: 'There.' }]);
  needs.turnEnd({ id: turnId, chatId: w.chatId, state: 'done' });
  await expect.poll(() => said.map(({ kind }) => kind)).toEqual(['asked', 'answer']);
});
