import { afterEach, beforeEach, expect, it } from 'vitest';
import { calling, obey } from '../harness/obey.ts';
import { outcome, pendingAsk, say, send, turnIn } from '../harness/talk.ts';
import { callsOf, gate, textOf } from '../harness/wire.ts';
import { startWorld, type World } from '../harness/world.ts';

let w: World;
beforeEach(async () => {
  w = await startWorld();
  w.sim.script(() => [{ do: 'text', text: 'Fine.' }]);
});
afterEach(() => w.close());

const chat = async (id = w.chatId) => (await w.client.chats.list()).find((c) => c.id === id);
const begin = async (): Promise<string> => {
  const [home] = await w.client.workspaces.list();
  return (await w.client.chats.create({ workspaceId: home?.id ?? '' })).id;
};

it('names a new chat after the first thing that is said in it, once', async () => {
  const id = await begin();
  expect((await chat(id))?.name).toBe('');
  await say(w.client, id, '/pending');
  expect((await chat(id))?.name).toBe('');
  await say(w.client, id, 'Plan the **trip** to Rome\nin May');
  await say(w.client, id, 'And back');
  expect((await chat(id))?.name).toBe('Plan the trip to Rome');
  await w.client.chats.rename({ chatId: id, name: 'Rome' });
  await say(w.client, id, 'Once more');
  expect((await chat(id))?.name).toBe('Rome');
});

it('counts what others said since somebody looked, in every window and after a restart', async () => {
  await say(w.client, w.chatId, 'One');
  await say(w.client, w.chatId, 'Two');
  expect((await chat())?.unread).toBe(2);
  const { readSeq } = await w.client.chats.markRead({ chatId: w.chatId, seq: Number.MAX_SAFE_INTEGER });
  expect(await chat()).toMatchObject({ unread: 0, readSeq });
  expect((await w.client.chats.markRead({ chatId: w.chatId, seq: 1 })).readSeq).toBe(readSeq);
  await say(w.client, w.chatId, 'Three');
  w = await w.restart();
  expect(await chat()).toMatchObject({ unread: 1, readSeq });
});

it('archives a chat until something is said in it', async () => {
  const id = await begin();
  await w.client.chats.archive({ chatId: id, archived: true });
  expect((await chat(id))?.archived).toBe(true);
  await say(w.client, id, 'Hello again');
  expect((await chat(id))?.archived).toBe(false);
});

it('deletes a chat from list and search, stops what runs in it, and brings it back', async () => {
  const id = await begin();
  await say(w.client, id, 'The zebra crossing');
  const hold = gate();
  w.sim.script(() => [{ do: 'wait', gate: hold.promise }]);
  const running = await send(w.client, id, 'And now');
  await turnIn(w.client, running, 'running');
  await w.client.chats.remove({ chatId: id });
  expect((await outcome(w.client, running)).turn?.state).toBe('cancelled');
  expect(await chat(id)).toBeUndefined();
  expect((await w.client.chats.search({ query: 'zebra' })).hits).toEqual([]);
  await w.client.chats.restore({ chatId: id });
  expect((await chat(id))?.name).toBe('The zebra crossing');
  expect((await w.client.chats.search({ query: 'zebra' })).hits).toHaveLength(1);
  hold.open();
});

it('gives a workspace a new first chat when its last one is deleted', async () => {
  await w.client.chats.remove({ chatId: w.chatId });
  const left = (await w.client.chats.list()).filter(({ channel }) => channel === 'desktop');
  expect(left).toHaveLength(1);
  expect(left[0]?.id).not.toBe(w.chatId);
});

it('does not delete a chat into which a task writes, and names the task', async () => {
  w.sim.script(obey);
  await say(w.client, w.chatId, calling('schedule_task', { prompt: 'Water the plants', once: '2099-01-01T08:00' }));
  const tasks = await w.client.tasks.list();
  expect(tasks).toHaveLength(1);
  await expect(w.client.chats.remove({ chatId: w.chatId })).rejects.toMatchObject({
    data: { code: 'chat-has-tasks', text: expect.stringContaining('Water the plants') },
  });
});

it('finds in one chat or in all, and says who said it where', async () => {
  const other = await begin();
  await say(w.client, w.chatId, 'The rent of May');
  await say(w.client, other, 'The rent of June');
  const all = await w.client.chats.search({ query: 'ren' });
  expect(all.hits.map(({ chatId }) => chatId)).toEqual([other, w.chatId]);
  expect(all.hits[0]).toMatchObject({
    chat: 'The rent of June',
    workspace: 'home',
    origin: 'human',
    snippet: 'The \u2068rent\u2069 of June',
  });
  expect((await w.client.chats.search({ query: 'rent', chatId: w.chatId })).hits).toHaveLength(1);
});

it('says what a session has used, and begins at zero with the next one', async () => {
  w.sim.script(() => [{ do: 'text', text: 'Fine.' }]);
  // Before the first answer what goes along is estimated: instructions and tools are there already.
  const before = await w.client.chats.meter({ chatId: w.chatId });
  expect(before).toMatchObject({ in: 0, out: 0, isEstimate: true });
  expect(before.contextTokens).toBeGreaterThan(1_000);
  await say(w.client, w.chatId, 'One');
  const used = await w.client.chats.meter({ chatId: w.chatId });
  expect(used).toMatchObject({ account: 'sim', model: 'sim-large', noAi: false, isEstimate: false });
  expect(used.in).toBeGreaterThan(0);
  expect(used.contextTokens).toBe(used.in + used.out);
  await w.client.sessions.reset({ chatId: w.chatId });
  expect((await w.client.chats.meter({ chatId: w.chatId })).in).toBe(0);
});

it('does not begin by itself, after Stop, what was said while it worked', async () => {
  const hold = gate();
  w.sim.script(() => [
    { do: 'text', text: 'Half' },
    { do: 'wait', gate: hold.promise },
  ]);
  const n = w.sim.requests.length + 1;
  const first = await send(w.client, w.chatId, 'One');
  await w.sim.arrival(n);
  const turn = await turnIn(w.client, first, 'running');
  const second = await send(w.client, w.chatId, 'Two');
  const calls = callsOf(w.sim).length;
  await w.client.turns.stop({ turnId: turn.id });
  expect(await outcome(w.client, second)).toMatchObject({ state: 'ignored', turn: null });
  expect((await w.client.messages.turnOf({ messageId: second })).reason?.code).toBe('stopped-before-read');
  hold.open();
  w.sim.script(() => [{ do: 'text', text: 'Three it is.' }]);
  expect((await say(w.client, w.chatId, 'Three')).reply).toBe('Three it is.');
  expect(callsOf(w.sim)).toHaveLength(calls + 1);
  expect(textOf(callsOf(w.sim).at(-1))).not.toContain('Two');
});

it('says where a message entered the turn that waited for an approval', async () => {
  w.sim.script(obey);
  const id = await begin();
  await w.client.chats.rename({ chatId: id, name: 'Notes' });
  const first = await send(w.client, w.chatId, calling('send_message', { chat: 'Notes', text: 'Hi' }));
  const ask = await pendingAsk(w.client);
  const second = await send(w.client, w.chatId, 'Be quick');
  await w.client.asks.answer({ id: ask.id, decision: 'approve' });
  await outcome(w.client, second);
  await outcome(w.client, first);
  const { messages, turns } = await w.client.chats.thread({ chatId: w.chatId });
  const heard = messages.find((m) => m.id === second);
  const tool = turns[0]?.steps.find((s) => s.kind === 'tool');
  expect(heard?.turnId).toBe(turns[0]?.id);
  expect(heard?.heardAt).toBeGreaterThan(tool?.ord ?? Number.POSITIVE_INFINITY);
  expect(messages.find((m) => m.id === first)?.heardAt).toBeNull();
});
