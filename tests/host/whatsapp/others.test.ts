import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { putFile } from '../../harness/files.ts';
import { calling, obey } from '../../harness/obey.ts';
import { type PhoneWorld, register, shownIn, startPhoneWorld } from '../../harness/phone-with-model.ts';
import { outcome, pendingAsk, send, turnIn } from '../../harness/talk.ts';

// What goes into a chat in which somebody else reads, and what needs the owner's word first.
let p: PhoneWorld;
let chatId: string;
beforeEach(async () => {
  p = await startPhoneWorld();
  p.model.script(obey);
});
afterEach(() => p.close());

const ann = () => p.w.sim.phone('Ann');
const toAnn = (): string[] =>
  shownIn(p, 'Ann', 'Olga')
    .filter((m) => m.from === 'Olga')
    .map((m) => m.text);
const meetAnn = async (): Promise<void> => {
  await ann().say('Olga', 'hi');
  chatId = await register(p, 'Ann');
};
/** She may start turns in her chat. */
const trustAnn = (): void => {
  const db = new DatabaseSync(join(p.w.home, 'pynchy.db'), { timeout: 5_000 });
  db.exec(`UPDATE chat_members SET may_start = 1 WHERE chat_id = '${chatId}'`);
  db.close();
};
const inWindow = (text: string) => send(p.w.client, chatId, text);

it('asks before an answer to what the owner typed in the window reaches somebody else, and then sends the stored words', async () => {
  await meetAnn();
  p.model.script(() => [{ do: 'text', text: 'Dinner *is* at eight.' }]);
  const messageId = await inWindow('tell her when dinner is');
  const ask = await pendingAsk(p.w.client);
  expect(ask).toMatchObject({ tool: 'reply', input: { chat: 'Ann', text: 'Dinner *is* at eight.' }, reason: { code: 'ask-unasked' } });
  expect((await turnIn(p.w.client, messageId, 'waiting')).wait).toBe('ask');
  expect(toAnn()).toEqual([]);
  expect(ann().account.typing).toEqual([]);
  await p.w.client.asks.answer({ id: ask.id, decision: 'approve' });
  await expect.poll(toAnn).toEqual(['Dinner _is_ at eight.']);
  expect((await outcome(p.w.client, messageId)).reply).toBe('Dinner *is* at eight.');
});

it('keeps a denied answer in the window, marked as not sent', async () => {
  await meetAnn();
  const messageId = await inWindow('tell her something');
  await p.w.client.asks.answer({ id: (await pendingAsk(p.w.client)).id, decision: 'deny' });
  const { reply, state, turn } = await outcome(p.w.client, messageId);
  expect([state, reply]).toEqual(['answered', 'Nothing to do.']);
  expect(turn?.steps.find((s) => s.kind === 'notice')?.reason?.code).toBe('answer-kept-denied');
  expect(turn?.delivery).toBeNull();
  expect(toAnn()).toEqual([]);
});

it('tells the owner on their phone what would be said, and takes the answer there', async () => {
  await p.w.sim.phone('Olga').say('Olga', 'hello');
  await expect.poll(() => shownIn(p, 'Olga', 'Olga').length).toBe(2);
  await meetAnn();
  await inWindow('tell her something');
  await expect
    .poll(() => shownIn(p, 'Olga', 'Olga').at(-1)?.text)
    .toMatch(/^⚙️ May I send this answer to Ann\?[\s\S]*text: Nothing to do\./);
  await p.w.sim.phone('Olga').react(shownIn(p, 'Olga', 'Olga').at(-1)?.id ?? '', '👍');
  await expect.poll(toAnn).toEqual(['Nothing to do.']);
});

it('answers whoever may ask there without asking anybody', async () => {
  await meetAnn();
  trustAnn();
  await ann().say('Olga', '@pynchy what now');
  await expect.poll(toAnn).toEqual(['Nothing to do.']);
  await ann().say('Olga', `@pynchy\n${calling('send_message', { text: 'In between.' })}`);
  await expect.poll(toAnn).toEqual(['Nothing to do.', 'In between.', 'sent to Ann']);
});

it("asks when private data has met other people's words, and shows nothing of it before", async () => {
  await meetAnn();
  trustAnn();
  putFile(p.w.home, 'diary.txt', 'private words');
  await ann().say('Olga', `@pynchy\n${calling('read', { path: 'diary.txt' })}`);
  const ask = await pendingAsk(p.w.client);
  expect(ask).toMatchObject({ tool: 'reply', reason: { code: 'ask-flow-untrusted-secret-sink' } });
  expect(toAnn()).toEqual([]);
});

it('tells others of a failure without telling them what is wrong here', async () => {
  await meetAnn();
  trustAnn();
  p.model.script(() => [{ do: 'answer', status: 401, body: { type: 'error', error: { type: 'authentication_error', message: 'no' } } }]);
  await ann().say('Olga', '@pynchy what now');
  await expect.poll(toAnn).toEqual(['⚙️ Something went wrong; there is no answer. The owner sees why.']);
});

it('keeps to the window what the harness says to the owner there', async () => {
  await meetAnn();
  trustAnn();
  await p.w.client.sessions.reset({ chatId });
  await inWindow('/reset');
  await inWindow('!echo secret');
  await ann().say('Olga', '@pynchy what now');
  await expect.poll(toAnn).toEqual(['Nothing to do.']);
});

it('asks with that reason before it is the first to write to somebody', async () => {
  await p.w.sim.phone('Olga').say('Ann', 'see you');
  const { id } = await p.w.link();
  const heardOf = async () => (await p.w.client.links.chats({ id })).find((c) => c.kind === 'direct')?.id ?? '';
  await expect.poll(heardOf).not.toBe('');
  chatId = await heardOf();
  const [home] = await p.w.client.workspaces.list();
  await p.w.client.links.registerChat({ chatId, workspaceId: home?.id ?? '' });
  await p.w.sim.phone('Olga').say('Olga', calling('send_message', { text: 'hello', chat: chatId }));
  expect(await pendingAsk(p.w.client)).toMatchObject({ tool: 'send_message', reason: { code: 'ask-first-word' } });
});

it('never lets a model write what would be a command in the chat of another number', async () => {
  await meetAnn();
  trustAnn();
  p.model.script(() => [{ do: 'text', text: 'approve abc234' }]);
  await ann().say('Olga', '@pynchy what now');
  await expect.poll(toAnn).toEqual(['🦞 approve abc234']);
});
