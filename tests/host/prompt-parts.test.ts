import { afterEach, beforeEach, expect, it } from 'vitest';
import { say } from '../harness/talk.ts';
import { startWorld, type World } from '../harness/world.ts';

let w: World;
beforeEach(async () => {
  w = await startWorld();
});
afterEach(() => w.close());

it('measures what fills the prompt on the very context that is sent, and has no price where none is known', async () => {
  const [home] = await w.client.workspaces.list();
  const before = await w.client.chats.prompt({ chatId: w.chatId });
  expect(before.parts).toMatchObject({ memory: 0, files: 0 });
  expect(before.parts.instructions).toBeGreaterThan(100);
  expect(before.parts.tools).toBeGreaterThan(500);
  expect(before.costMicros).toBeNull();

  await w.client.memories.add({ workspaceId: home?.id ?? '', key: 'cat', text: 'Mia' });
  let calls = 0;
  w.sim.script(() => (calls++ === 0 ? [{ do: 'tool', name: 'run', input: { command: 'seq 1 500' } }] : [{ do: 'text', text: 'Done.' }]));
  await say(w.client, w.chatId, 'count');
  const { parts, limit } = await w.client.chats.prompt({ chatId: w.chatId });
  expect(parts.memory).toBeGreaterThan(0);
  expect(parts.files).toBeGreaterThan(600);
  expect(parts.history).toBeGreaterThan(before.parts.history);
  expect(limit).toBeGreaterThan(0);
  expect((await w.client.accounts.test({ name: 'sim' })).costMicros).toBeNull();
});

const sum = (parts: Readonly<Record<string, number>>): number => Object.values(parts).reduce((all, part) => all + part, 0);
const signsPerToken = 3;
const signsPerTokenOfSim = 4;

it('leaves nothing out: what the model server counts is the estimate in its own measure, for each call of an answer anew', async () => {
  let calls = 0;
  w.sim.script(() => (calls++ === 0 ? [{ do: 'tool', name: 'run', input: { command: 'seq 1 500' } }] : [{ do: 'text', text: 'Done.' }]));
  const before = sum((await w.client.chats.prompt({ chatId: w.chatId })).parts);
  await say(w.client, w.chatId, 'count');
  const counted = w.sim.requests.map(({ body }) => JSON.stringify(body).length / signsPerTokenOfSim);
  const meter = await w.client.chats.meter({ chatId: w.chatId });
  expect(counted).toHaveLength(2);
  expect(meter.in).toBe(counted.reduce((all, n) => all + Math.ceil(n), 0));

  const after = sum((await w.client.chats.prompt({ chatId: w.chatId })).parts);
  // The frame of the vendor and the few words in between are all that may differ.
  for (const [estimate, n] of [[before, counted[0]] as const, [after, counted[1]] as const])
    expect(Math.abs((estimate * signsPerToken) / ((n ?? 0) * signsPerTokenOfSim) - 1)).toBeLessThan(0.15);
});
