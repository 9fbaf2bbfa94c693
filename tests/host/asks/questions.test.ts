import { afterEach, expect, it } from 'vitest';
import { createFakeClock } from '#core/base/fake-clock.ts';
import { calling, obey } from '../../harness/obey.ts';
import { lastText, type PhoneWorld, register, shownIn, startPhoneWorld } from '../../harness/phone-with-model.ts';
import { type ProcessHost, startProcess } from '../../harness/process-host.ts';
import { outcome, pendingAsk, send } from '../../harness/talk.ts';
import { tempHome } from '../../harness/temp-home.ts';
import { until } from '../../harness/until.ts';
import { useModel } from '../../harness/wire.ts';
import { startWorld, type World } from '../../harness/world.ts';
import { startModelSim } from '../../sim/models/server.ts';

// Questions of the assistant: asked on one surface, answered on another.
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const world = async (o: Parameters<typeof startWorld>[0] = {}): Promise<World> => {
  const w = await startWorld(o);
  w.sim.script(obey);
  closing.push(() => w.close());
  return w;
};
const phone = async (): Promise<PhoneWorld> => {
  const p = await startPhoneWorld();
  p.model.script(obey);
  closing.push(() => p.close());
  return p;
};
const ask = (...questions: string[]): string =>
  calling('ask_user', { questions: questions.map((question) => ({ question, options: ['red', 'green'] })) });

it('tells the assistant that nobody answered in time', async () => {
  const clock = createFakeClock();
  const w = await world({ clock });
  const messageId = await send(w.client, w.chatId, ask('Which colour?'));
  const { id } = await pendingAsk(w.client);
  clock.advance(5 * 60_000);
  expect((await outcome(w.client, messageId)).reply).toContain('The user did not answer in time.');
  await expect(w.client.asks.answer({ id, decision: 'answer', answers: ['red'] })).rejects.toMatchObject({ data: { code: 'ask-expired' } });
});

it('tells the assistant that the user declined', async () => {
  const w = await world();
  const messageId = await send(w.client, w.chatId, ask('Which colour?'));
  await w.client.asks.answer({ id: (await pendingAsk(w.client)).id, decision: 'deny' });
  expect((await outcome(w.client, messageId)).reply).toContain('The user declined to answer.');
});

it.each([[[]], [['red']], [['red', ' ']], [['red', 'green', 'blue']]])(
  'takes no answers that are not one for each question: %j',
  async (answers) => {
    const w = await world();
    await send(w.client, w.chatId, ask('Which colour?', 'Which shade?'));
    const { id } = await pendingAsk(w.client);
    await expect(w.client.asks.answer({ id, decision: 'answer', answers })).rejects.toMatchObject({ data: { code: 'answers-missing' } });
    expect((await pendingAsk(w.client)).id).toBe(id);
  },
);

it('asks four questions and not five', async () => {
  const w = await world();
  const four = await send(w.client, w.chatId, ask('One?', 'Two?', 'Three?', 'Four?'));
  await w.client.asks.answer({ id: (await pendingAsk(w.client)).id, decision: 'answer', answers: ['a', 'b', 'c', 'd'] });
  expect((await outcome(w.client, four)).reply).toMatch(/1\. One\?[\s\S]*answer: a[\s\S]*4\. Four\?\nanswer: d/);
  const five = await send(w.client, w.chatId, ask('1?', '2?', '3?', '4?', '5?'));
  expect((await outcome(w.client, five)).reply).toContain('does not fit');
  expect(await w.client.asks.list({})).toEqual([]);
});

it('keeps a question with its code and its time over a kill -9, and hands on the answer once', async () => {
  const sim = await startModelSim();
  sim.script(obey);
  closing.push(() => sim.close());
  const home = tempHome();
  const start = async (): Promise<ProcessHost> => {
    const started = await startProcess(home, { env: { CONTAINER_RUNTIME: 'embedded' } });
    if (!started) throw new Error('the host did not start');
    closing.push(() => started.kill());
    return started;
  };
  const first = await start();
  await useModel(first.client, sim);
  const { id: chatId } = await first.client.chats.open({ workspace: 'home', surface: 'desktop' });
  const messageId = await send(first.client, chatId, ask('Which colour?'));
  const before = await pendingAsk(first.client);
  await first.kill();
  const second = await start();
  expect(await pendingAsk(second.client)).toMatchObject({ id: before.id, shortId: before.shortId, expiresAt: before.expiresAt });
  await second.client.asks.answer({ id: before.id, decision: 'answer', answers: ['green'] });
  await second.kill();
  const third = await start();
  expect((await outcome(third.client, messageId)).reply).toBe('1. Which colour?\nanswer: green');
});

it('has two questions open at once: the phone asks which one is meant, and takes a quote or a code', async () => {
  const p = await phone();
  const olga = p.w.sim.phone('Olga');
  await p.w.sim.phone('Ann').say('Olga', 'hi');
  const annsChat = await register(p, 'Ann');
  await olga.say('Olga', ask('Which colour?'));
  const colour = await lastText(p, 'Olga', 'Olga', /^⚙️ Which colour\?/);
  // Nobody in Ann's chat asked for this, so it is asked where only Olga reads.
  await send(p.w.client, annsChat, ask('Which shade?'));
  await lastText(p, 'Olga', 'Olga', /^⚙️ Which shade\?/);
  await olga.say('Olga', '1');
  const which = await lastText(p, 'Olga', 'Olga', /^⚙️ 2 questions wait here/);
  const shade = /([a-z0-9]{6}): Which shade\?/.exec(which.text)?.[1] ?? '';
  expect(await p.w.client.asks.list({})).toHaveLength(2);
  await olga.say('Olga', '2', { quote: colour.id });
  await lastText(p, 'Olga', 'Olga', /answer: green/);
  await olga.say('Olga', `/answer ${shade} red`);
  await until(p.w.client, 'both to be answered', async () => (await p.w.client.asks.list({})).length === 0);
  const answered = await p.w.client.asks.list({ state: 'all' });
  expect(answered.map(({ state, surface }) => [state, surface])).toEqual([
    ['answered', 'whatsapp'],
    ['answered', 'whatsapp'],
  ]);
});

it('says too late to an answer that quotes a question which was answered in the window', async () => {
  const p = await phone();
  const olga = p.w.sim.phone('Olga');
  await olga.say('Olga', ask('Which colour?'));
  const told = await lastText(p, 'Olga', 'Olga', /^⚙️ Which colour\?/);
  await p.w.client.asks.answer({ id: (await pendingAsk(p.w.client)).id, decision: 'answer', answers: ['red'] });
  await lastText(p, 'Olga', 'Olga', /answer: red/);
  expect(shownIn(p, 'Olga', 'Olga').filter((m) => /answered in the window: Which colour\?/.test(m.text))).toHaveLength(1);
  await olga.say('Olga', '2', { quote: told.id });
  await lastText(p, 'Olga', 'Olga', /^⚙️ Too late: .+ answered this first in the window/);
});

it.each(['status', 'pending', '/help', '!echo hi', 'deny aaaaa2', 'env'])('never takes the command %s for an answer', async (words) => {
  const p = await phone();
  const olga = p.w.sim.phone('Olga');
  await olga.say('Olga', ask('Which colour?'));
  await lastText(p, 'Olga', 'Olga', /^⚙️ Which colour\?/);
  await olga.say('Olga', words);
  await expect.poll(() => shownIn(p, 'Olga', 'Olga').length).toBeGreaterThan(3);
  expect(await pendingAsk(p.w.client)).toMatchObject({ state: 'pending' });
});
