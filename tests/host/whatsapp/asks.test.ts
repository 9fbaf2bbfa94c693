import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { calling, obey } from '../../harness/obey.ts';
import { lastText, type PhoneWorld, register, shownIn, startPhoneWorld } from '../../harness/phone-with-model.ts';
import { pendingAsk } from '../../harness/talk.ts';
import { pairOlga } from '../../harness/whatsapp-world.ts';

// Requests of the assistant, told on the owner's phone and answered there.
let p: PhoneWorld;
beforeEach(async () => {
  p = await startPhoneWorld();
  p.model.script(obey);
});
afterEach(() => p.close());

const olga = () => p.w.sim.phone('Olga');
const said = (pattern: RegExp) => lastText(p, 'Olga', 'Olga', pattern);
/** That one message fits; the agent goes on in the same moment, so it need not be the last. */
const told = (pattern: RegExp) => expect.poll(() => shownIn(p, 'Olga', 'Olga').filter((m) => pattern.test(m.text)).length).toBe(1);
/** Ann has written, her chat is registered, and the agent wants to write to her. */
const wantsToWrite = async (text: string) => {
  await p.w.sim.phone('Ann').say('Olga', 'hi');
  await register(p, 'Ann');
  await olga().say('Olga', calling('send_message', { text, chat: 'Ann' }));
  return said(/May I send a message/);
};
const codeIn = (text: string): string => /approve ([a-z0-9]{6})/.exec(text)?.[1] ?? '';
const toAnn = () =>
  shownIn(p, 'Ann', 'Olga')
    .filter((m) => m.from === 'Olga')
    .map((m) => m.text);

it('approves by a thumb on the request itself, and by no other sign', async () => {
  const ask = await wantsToWrite('dinner at eight');
  expect(ask.text).toMatch(/^⚙️ May I send a message to Ann\? \(workspace home\)\ntext: dinner at eight/);
  const before = shownIn(p, 'Olga', 'Olga')[0];
  await olga().react(before?.id ?? '', '👍');
  await olga().react(ask.id, '❤️');
  await olga().say('Olga', 'pending');
  await said(/^⚙️ [a-z0-9]{6}: send a message to Ann \(5 min left\)/);
  expect(toAnn()).toEqual([]);
  await olga().react(ask.id, '👍🏽');
  await expect.poll(toAnn).toEqual(['dinner at eight']);
  await told(/^⚙️ .+ approved on the phone: send a message to Ann\.$/);
});

it('says in one line on the phone what became of a request that was answered in the window, and that once', async () => {
  await wantsToWrite('dinner at eight');
  const { id } = await pendingAsk(p.w.client);
  await p.w.client.asks.answer({ id, decision: 'approve' });
  await told(/^⚙️ .+ approved in the window: send a message to Ann\.$/);
  await expect.poll(toAnn).toEqual(['dinner at eight']);
  await olga().say('Olga', 'pending');
  await said(/^⚙️ Nothing waits for you/);
  expect(shownIn(p, 'Olga', 'Olga').filter((m) => /approved in the window/.test(m.text))).toHaveLength(1);
});

it('answers a typed code with one line, not two', async () => {
  const ask = await wantsToWrite('dinner at eight');
  await olga().say('Olga', `deny ${codeIn(ask.text)}`);
  await said(/denied by the owner/);
  await told(/^⚙️ .+ denied on the phone: send a message to Ann\.$/);
  expect(shownIn(p, 'Olga', 'Olga').filter((m) => /^⚙️ Denied/.test(m.text))).toEqual([]);
});

it('says that a request is not needed any more, and refuses a thumb under it', async () => {
  const ask = await wantsToWrite('dinner at eight');
  await olga().say('Olga', 'stop');
  await told(/^⚙️ No longer needed: send a message to Ann/);
  await olga().react(ask.id, '👍');
  await said(/^⚙️ Too late: this request is not needed any more/);
  expect(toAnn()).toEqual([]);
});

it('denies by a thumb down', async () => {
  const ask = await wantsToWrite('dinner at eight');
  await olga().react(ask.id, '👎');
  await said(/denied by the owner/);
  expect(toAnn()).toEqual([]);
});

it('counts no thumb where a part is hidden, names that part, and takes the code for all of it', async () => {
  const text = `begin ${'x'.repeat(16_000)} end`;
  const ask = await wantsToWrite(text);
  expect(ask.text).toMatch(/1[34] kB more, full text in the app/);
  await olga().react(ask.id, '👍');
  await said(/^⚙️ Not counted: 1[34] kB/);
  expect(toAnn()).toEqual([]);
  await olga().say('Olga', `approve ${codeIn(ask.text)}`);
  await expect.poll(() => toAnn().join('').replaceAll(/\s/g, ''), { timeout: 30_000 }).toBe(text.replaceAll(/\s/g, ''));
});

it('tells who was first, whichever surface came later', async () => {
  const ask = await wantsToWrite('dinner at eight');
  const { id } = await pendingAsk(p.w.client);
  await p.w.client.asks.answer({ id, decision: 'deny' });
  await said(/denied by the owner/);
  await olga().react(ask.id, '👍');
  await said(/^⚙️ Too late: .+ denied this first in the window/);
  await olga().say('Olga', `approve ${codeIn(ask.text)}`);
  await expect.poll(() => shownIn(p, 'Olga', 'Olga').filter((m) => /Too late/.test(m.text)).length).toBe(2);
  expect(toAnn()).toEqual([]);
});

it('denies what ran out while the host was down, says so on the phone, and refuses the thumb that comes after it', async () => {
  const ask = await wantsToWrite('dinner at eight');
  await p.w.host.stop();
  const db = new DatabaseSync(join(p.w.home, 'pynchy.db'));
  db.exec("UPDATE asks SET expires_at = created_at + 1 WHERE state = 'pending'");
  db.close();
  p.w = await p.w.restart();
  await p.w.becomes('live');
  await expect
    .poll(() => shownIn(p, 'Olga', 'Olga').map((m) => m.text), { timeout: 30_000 })
    .toContainEqual(expect.stringMatching(/^⚙️ Not answered in time, so denied: send a message to Ann\. "Ask again" in the app/));
  await said(/denied: nobody answered in time/);
  await olga().react(ask.id, '👍');
  await said(/^⚙️ Too late: this request ran out and was denied/);
  expect(toAnn()).toEqual([]);
});

it('locks codes after five wrong ones, and says so', async () => {
  await wantsToWrite('dinner at eight');
  for (let i = 0; i < 5; i++) await olga().say('Olga', `approve aaaaa${i + 2}`);
  await said(/^⚙️ No open request has the code aaaaa2\..* or see the app, under Approvals\.$/);
  await said(/^⚙️ Too many wrong codes\./);
  await olga().say('Olga', `approve ${(await pendingAsk(p.w.client)).shortId}`);
  await expect.poll(() => shownIn(p, 'Olga', 'Olga').filter((m) => /Too many wrong codes/.test(m.text)).length).toBe(2);
  expect(toAnn()).toEqual([]);
});

it('takes a number or words as the answer to a question, and commands before them', async () => {
  const questions = [{ question: 'Which colour?', options: ['red', 'green'] }];
  await olga().say('Olga', calling('ask_user', { questions }));
  expect((await said(/^⚙️ Which colour\?/)).text).toMatch(/1\. red\n2\. green/);
  await olga().say('Olga', 'status');
  await said(/^⚙️ I am waiting here/);
  await olga().say('Olga', '2');
  await said(/answer: green/);
});

it('wants one line for each of several questions', async () => {
  const questions = [
    { question: 'Which colour?', options: [] },
    { question: 'How many?', options: ['one', 'two'] },
  ];
  await olga().say('Olga', calling('ask_user', { questions }));
  await said(/^⚙️ 1\) Which colour/);
  await olga().say('Olga', 'blue');
  await said(/^⚙️ 2 questions were asked\./);
  await olga().say('Olga', 'blue\n2');
  await said(/answer: blue[\s\S]*answer: two/);
});

it('runs a command in the sandbox and shows its output on the phone', async () => {
  await olga().say('Olga', '!echo from-the-box');
  const { text } = await said(/^⚙️ .*from-the-box/);
  expect(text).toBe('⚙️ $ echo from-the-box\n```\nfrom-the-box\n```');
});

it("counts no thumb of the assistant's own phone, whose number was the owner's before", async () => {
  const { client } = p.w;
  await client.links.unlink({ id: (await p.w.link()).id });
  await pairOlga(p.w, 'assistant', '491702');
  const ann = p.w.sim.phone('Ann');
  await p.w.sim.phone('Bob').say('Olga', 'hi');
  await register(p, 'Bob');
  await ann.say('Olga', calling('send_message', { text: 'dinner at eight', chat: 'Bob' }));
  const ask = await lastText(p, 'Ann', 'Olga', /May I send a message/);
  await olga().react(ask.id, '👍');
  await ann.say('Olga', 'pending');
  await lastText(p, 'Ann', 'Olga', /^⚙️ [a-z0-9]{6}: send a message to Bob/);
  expect(shownIn(p, 'Bob', 'Olga').filter((m) => m.from === 'Olga')).toEqual([]);
  await ann.react(ask.id, '👍');
  await expect.poll(() => shownIn(p, 'Bob', 'Olga').at(-1)?.text).toBe('dinner at eight');
});
