import { afterEach, beforeEach, expect, it } from 'vitest';
import { calling, obey } from '../harness/obey.ts';
import { outcome, pendingAsk, say, send } from '../harness/talk.ts';
import { startWorld, type World } from '../harness/world.ts';

let w: World;
beforeEach(async () => {
  w = await startWorld();
  w.sim.script(obey);
  await w.client.workspaces.add({ name: 'work' });
});
afterEach(() => w.close());

const addChat = async (workspace: string, name: string): Promise<string> => {
  const found = (await w.client.workspaces.list()).find((x) => x.name === workspace);
  return (await w.client.chats.create({ workspaceId: found?.id ?? '', name })).id;
};
const posted = async (chatId: string): Promise<string[]> =>
  (await w.client.chats.thread({ chatId })).messages.filter((m) => m.origin === 'agent').map((m) => m.text);
const tell = (chat: string): string => calling('send_message', { chat, text: 'Hi' });

it('sends to the chat that was shown, also when another one gets its name before the answer', async () => {
  const far = await addChat('work', 'Anna');
  const messageId = await send(w.client, w.chatId, tell('Anna'));
  const ask = await pendingAsk(w.client);
  expect(ask.input).toMatchObject({ chat: 'Anna', workspace: 'work', chatId: far, text: 'Hi' });
  const near = await addChat('home', 'Anna');
  await w.client.asks.answer({ id: ask.id, decision: 'approve' });
  expect((await outcome(w.client, messageId)).reply).toBe('sent to Anna');
  expect([await posted(far), await posted(near)]).toEqual([['Hi'], []]);
});

it('prefers the own workspace and does not name it on the card', async () => {
  await addChat('work', 'Anna');
  const near = await addChat('home', 'Anna');
  await send(w.client, w.chatId, tell('anna'));
  const { input } = await pendingAsk(w.client);
  expect(input).toEqual({ chat: 'Anna', chatId: near, text: 'Hi' });
});

it('refuses a name that two chats have before anybody is asked, and takes the id of one of them', async () => {
  const ids = [await addChat('home', 'Anna'), await addChat('home', 'Anna')];
  const refused = await say(w.client, w.chatId, tell('Anna'));
  for (const part of ['2 chats are called "Anna"', ...ids]) expect(refused.reply).toContain(part);
  expect(await w.client.asks.list({})).toEqual([]);
  const messageId = await send(w.client, w.chatId, tell(ids[1] ?? ''));
  await w.client.asks.answer({ id: (await pendingAsk(w.client)).id, decision: 'approve' });
  await outcome(w.client, messageId);
  expect([await posted(ids[0] ?? ''), await posted(ids[1] ?? '')]).toEqual([[], ['Hi']]);
});

it('refuses an unknown name before anybody is asked, and lists the chats', async () => {
  await addChat('work', 'Anna');
  const { reply } = await say(w.client, w.chatId, tell('Nobody'));
  expect(reply).toContain('There is no chat "Nobody"');
  expect(reply).toContain('"Anna" in workspace work');
  expect(await w.client.asks.list({})).toEqual([]);
});

it('does not let the model name the id that only a look-up may give', async () => {
  const far = await addChat('work', 'Anna');
  const said = await say(w.client, w.chatId, calling('send_message', { text: 'Hi', chatId: far }));
  expect(said.reply).not.toContain('Anna');
  expect(await posted(far)).toEqual([]);
});
