import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RuleBody } from '#contract/model/rule.ts';
import { createFakeClock, type FakeClock } from '#core/base/fake-clock.ts';
import { putFile } from '../../harness/files.ts';
import { calling, obey } from '../../harness/obey.ts';
import { outcome, pendingAsk, say, send } from '../../harness/talk.ts';
import { outsideText, publicSink, toolPlugin } from '../../harness/tool-plugin.ts';
import { until } from '../../harness/until.ts';
import { startWorld, type World } from '../../harness/world.ts';

let w: World;
let notes: string;
let clock: FakeClock;
beforeEach(async () => {
  clock = createFakeClock();
  w = await startWorld({ clock, plugins: [toolPlugin({ tools: [outsideText, publicSink] })] });
  w.sim.script(obey);
  const home = (await w.client.workspaces.list())[0];
  notes = (await w.client.chats.create({ workspaceId: home?.id ?? '', name: 'Notes' })).id;
});
afterEach(() => w.close());

const tell = (text: string): string => calling('send_message', { chat: 'Notes', text });
const add = (rule: Partial<RuleBody>) =>
  w.client.rules.add({ workspace: 'home', rule: { tool: 'write', conditions: [], decision: 'deny', ...rule } });
const files = (): string => join(w.home, 'workspaces/home');
const auditOf = async (rule: string) =>
  (await w.client.audit.list({ filter: { rule } })).map(({ decision, outcome: o }) => `${decision} ${o}`);
const fired = async () => (await w.client.chats.thread({ chatId: w.chatId })).messages.filter((m) => m.origin === 'task');
const askedFor = async (text: string): Promise<{ messageId: string; askId: string }> => {
  const messageId = await send(w.client, w.chatId, text);
  return { messageId, askId: (await pendingAsk(w.client)).id };
};

it('forbids by a rule, tells the model, and the audit log names the rule', async () => {
  const rule = await add({ conditions: [{ is: 'path-under', folder: 'taxes' }] });
  expect(rule.text).toBe('Never allow write, on "taxes" and what is in it.');
  const said = await say(w.client, w.chatId, calling('write', { path: 'taxes/2026.txt', content: 'x' }));
  expect(said.reply).toContain('A rule of the workspace home forbids this call of write.');
  expect(await auditOf(`rule:${rule.id}`)).toEqual(['deny refused']);
  expect((await say(w.client, w.chatId, calling('write', { path: 'notes.txt', content: 'x' }))).reply).toContain('created notes.txt');
});

it.each(['taxes/a', './taxes/a', 'x/../taxes/a', '/workspace/taxes/a', 'taxes//a', 'link/a'])(
  'knows the folder however its path is written: %s',
  async (path) => {
    mkdirSync(join(files(), 'taxes'), { recursive: true });
    symlinkSync('taxes', join(files(), 'link'));
    await add({ conditions: [{ is: 'path-under', folder: 'taxes' }] });
    expect(await w.client.rules.try({ workspace: 'home', tool: 'write', input: { path, content: '' } })).toMatchObject({ verdict: 'deny' });
    expect((await say(w.client, w.chatId, calling('write', { path, content: 'x' }))).reply).toContain('forbids');
  },
);

it('reads no file for a call of send_file that it forbids', async () => {
  const text = `for nobody ${randomUUID()}`;
  putFile(w.home, 'taxes.txt', text);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const kept = (): boolean => existsSync(join(w.home, 'blobs', sha256.slice(0, 2), sha256));
  const rule = await add({ tool: 'send_file' });
  const sending = calling('send_file', { path: 'taxes.txt' });
  expect((await say(w.client, w.chatId, sending)).reply).toContain('forbids this call of send_file');
  expect(await auditOf(`rule:${rule.id}`)).toEqual(['deny refused']);
  expect(kept()).toBe(false);
  await w.client.rules.remove({ id: rule.id });
  expect((await say(w.client, w.chatId, sending)).reply).toContain('sent taxes.txt');
  expect(kept()).toBe(true);
});

it.each([
  ['ask_user', { questions: [{ question: 'Which?' }] }],
  ['request_secret', { name: 'TOKEN', why: 'To log in' }],
])('forbids what only asks a person, too: %s', async (tool, input) => {
  const rule = await add({ tool });
  expect((await say(w.client, w.chatId, calling(tool, input))).reply).toContain(`forbids this call of ${tool}`);
  expect(await w.client.asks.list({ state: 'all' })).toEqual([]);
  expect(await auditOf(`rule:${rule.id}`)).toEqual(['deny refused']);
});

it('keeps the host of a rule in the form in which addresses are compared, and takes nothing that is none', async () => {
  const about = (host: string) => add({ tool: '*', conditions: [{ is: 'host-in', hosts: [host] }] });
  expect((await about('BÜCHER.example.')).text).toBe('Never allow every tool, at "xn--bcher-kva.example".');
  for (const typed of ['https://example.org', 'example.org/x', 'me@example.org'])
    await expect(about(typed)).rejects.toMatchObject({ data: { code: 'host-bad' } });
});

it('allows no path that only looks like one of the folder', async () => {
  await add({ tool: '*', decision: 'deny' });
  await add({ decision: 'allow', conditions: [{ is: 'path-under', folder: 'notes' }] });
  mkdirSync(join(files(), 'notes'), { recursive: true });
  symlinkSync('../secret', join(files(), 'notes/way-out'));
  const verdict = async (path: string): Promise<string> =>
    (await w.client.rules.try({ workspace: 'home', tool: 'write', input: { path, content: '' } })).verdict;
  expect(await Promise.all(['notes/a', 'notes-2/a', 'notes/../b', 'notes/way-out', '../notes/a'].map(verdict))).toEqual([
    'allow',
    'deny',
    'deny',
    'deny',
    'deny',
  ]);
});

it('offers nothing in standard, and says why and what would', async () => {
  const { askId } = await askedFor(tell('Hi'));
  expect(await w.client.rules.offers({ askId })).toMatchObject({
    here: { can: false, why: { code: 'always-profile', params: { profile: 'standard' } } },
    task: null,
  });
  await expect(w.client.rules.always({ askId, scope: 'here', text: 'x' })).rejects.toMatchObject({ data: { code: 'rule-not-offered' } });
});

it('"always allow" stores the rule that was shown, it counts from the next call on, and one click takes it back', async () => {
  await w.client.workspaces.set({ name: 'home', profile: 'trusted' });
  const { messageId, askId } = await askedFor(tell('one'));
  const { here } = await w.client.rules.offers({ askId });
  if (!here.can) throw new Error('not offered');
  expect(here.text).toBe('Allow send_message, into the chat "Notes".');
  await expect(w.client.rules.always({ askId, scope: 'here', text: 'Allow everything.' })).rejects.toMatchObject({
    data: { code: 'rule-not-as-shown' },
  });
  const stored = await w.client.rules.always({ askId, scope: 'here', text: here.text });
  expect(stored).toMatchObject({ text: here.text, task: null, workspace: 'home' });
  await w.client.asks.answer({ id: askId, decision: 'approve' });
  expect((await outcome(w.client, messageId)).reply).toBe('sent to Notes');
  expect((await say(w.client, w.chatId, tell('two'))).reply).toBe('sent to Notes');
  expect((await w.client.rules.list({ workspace: 'home' })).map(({ text, madeBy }) => ({ text, madeBy }))).toEqual([
    { text: here.text, madeBy: stored.madeBy },
  ]);
  expect((await auditOf(`rule:${stored.id}`)).length).toBeGreaterThan(0);
  // The call that a person approved is no word of a Deputy, which is off.
  expect(await auditOf('deputy')).toEqual([]);
  await w.client.rules.remove({ id: stored.id });
  await askedFor(tell('three'));
  expect((await w.client.chats.thread({ chatId: notes })).messages.map((m) => m.text)).toEqual(['one', 'two']);
});

it('"always allow" comes behind what was laid down before, and right before the rule that asked', async () => {
  await w.client.workspaces.set({ name: 'home', profile: 'trusted' });
  await add({ tool: 'send_message', conditions: [{ is: 'field-in', field: 'text', values: ['never this'] }] });
  await add({ decision: 'ask' });
  await add({ conditions: [{ is: 'field-in', field: 'content', values: ['never this'] }] });
  const allowOnceForAll = async (text: string): Promise<void> => {
    const { messageId, askId } = await askedFor(text);
    const { here } = await w.client.rules.offers({ askId });
    if (!here.can) throw new Error('not offered');
    await w.client.rules.always({ askId, scope: 'here', text: here.text });
    await w.client.asks.answer({ id: askId, decision: 'approve' });
    await outcome(w.client, messageId);
  };
  const write = (content: string): string => calling('write', { path: 'a.txt', content });
  await allowOnceForAll(tell('one'));
  await allowOnceForAll(write('one'));
  expect((await w.client.rules.list({ workspace: 'home' })).map(({ tool, decision }) => `${decision} ${tool}`)).toEqual([
    'deny write',
    'allow write',
    'ask write',
    'deny send_message',
    'allow send_message',
  ]);
  expect((await say(w.client, w.chatId, tell('two'))).reply).toBe('sent to Notes');
  expect((await say(w.client, w.chatId, write('two'))).reply).toContain('replaced a.txt');
  expect((await say(w.client, w.chatId, tell('never this'))).reply).toContain('forbids');
  expect((await say(w.client, w.chatId, write('never this'))).reply).toContain('forbids');
});

it('no rule lifts what carries outside text and private data out, and "always allow" says so', async () => {
  await w.client.workspaces.set({ name: 'home', profile: 'admin' });
  await add({ tool: '*', decision: 'allow' });
  await say(w.client, w.chatId, calling('outside_text'));
  await say(w.client, w.chatId, calling('glob', { pattern: '*' }));
  const { askId } = await askedFor(calling('public_sink'));
  expect((await w.client.rules.offers({ askId })).here).toMatchObject({ can: false, why: { code: 'always-flow-untrusted-secret-sink' } });
});

it('counts how often a rule allowed something in the last hour', async () => {
  await add({ decision: 'ask' });
  const rule = await add({ decision: 'allow', conditions: [{ is: 'rate', most: 2 }] });
  const write = (n: number): string => calling('write', { path: `f${n}`, content: 'x' });
  await say(w.client, w.chatId, write(1));
  await say(w.client, w.chatId, write(2));
  const { askId } = await askedFor(write(3));
  await w.client.asks.answer({ id: askId, decision: 'deny' });
  clock.advance(3_600_001);
  expect((await say(w.client, w.chatId, write(4))).reply).toContain('created f4');
  expect(await auditOf(`rule:${rule.id}`)).toEqual(['allow started', 'allow started', 'allow started']);
});

it('binds a rule to the task that began the work; it goes with the task', async () => {
  await w.client.workspaces.set({ name: 'home', profile: 'trusted' });
  await say(w.client, w.chatId, calling('schedule_task', { prompt: tell('from the task'), every: '1m' }));
  clock.advance(60_000);
  const ask = await pendingAsk(w.client);
  const { here, task } = await w.client.rules.offers({ askId: ask.id });
  if (!here.can || !task?.can) throw new Error('not offered');
  expect(task.text).toMatch(/^Allow send_message, into the chat "Notes", in the task "call send_message .*"\.$/);
  const stored = await w.client.rules.always({ askId: ask.id, scope: 'task', text: task.text });
  expect(stored.text).toBe(task.text);
  await w.client.asks.answer({ id: ask.id, decision: 'approve' });
  await outcome(w.client, (await fired()).at(-1)?.id ?? '');
  clock.advance(60_000);
  await until(w.client, 'the task to post by itself', async () => (await w.client.chats.thread({ chatId: notes })).messages.length > 1);
  await w.client.tasks.cancel({ id: (await w.client.tasks.list())[0]?.id ?? '' });
  expect(await w.client.rules.list({ workspace: 'home' })).toEqual([]);
});

it('a rule that a task got is for nobody else', async () => {
  await w.client.workspaces.set({ name: 'home', profile: 'trusted' });
  await say(w.client, w.chatId, calling('schedule_task', { prompt: tell('from the task'), every: '1h' }));
  const trial = { workspace: 'home', tool: 'send_message', input: { chat: 'Notes', text: 'x' } };
  expect(await w.client.rules.try(trial)).toMatchObject({ verdict: 'ask', rule: 'tier-external', ruleText: null });
});

it('puts the newest first, lets it be raised, and shows by a trial which one wins', async () => {
  const first = await add({ decision: 'ask' });
  const second = await add({ decision: 'deny' });
  const trial = () => w.client.rules.try({ workspace: 'home', tool: 'write', input: { path: 'a', content: '' } });
  expect(await trial()).toMatchObject({ verdict: 'deny', rule: `rule:${second.id}`, ruleText: 'Never allow write.' });
  expect((await w.client.rules.raise({ id: first.id })).map(({ id }) => id)).toEqual([first.id, second.id]);
  expect(await trial()).toMatchObject({ verdict: 'ask', rule: `rule:${first.id}` });
  await expect(add({ tool: 'wriet' })).rejects.toMatchObject({
    data: { code: 'rule-tool-unknown', text: expect.stringContaining('There is: ') },
  });
  await expect(w.client.rules.try({ workspace: 'home', tool: 'write', input: {} })).rejects.toMatchObject({ data: { code: 'bad-input' } });
});

it('refuses hours that are no time at all, and takes those that go over midnight', async () => {
  const hours = (from: string, to: string) => add({ conditions: [{ is: 'hours', from, to, zone: 'UTC' }] });
  await expect(hours('09:00', '09:00')).rejects.toMatchObject({
    data: { code: 'rule-hours-empty', text: expect.stringContaining('From 09:00 to 09:00 is no time at all') },
  });
  await hours('22:00', '07:00');
});

it.each(['../taxes', 'taxes/..', '~/taxes', 'C:/taxes', 'notes\\taxes'])(
  'refuses a rule about a folder that cannot be in the workspace: %s',
  async (folder) => {
    await expect(add({ conditions: [{ is: 'path-under', folder }] })).rejects.toMatchObject({ data: { code: 'rule-folder-bad' } });
    expect(await w.client.rules.list({ workspace: 'home' })).toEqual([]);
  },
);

it('denies by a rule that cannot be read', async () => {
  const rule = await add({ decision: 'allow' });
  await w.stop();
  const db = new DatabaseSync(join(w.home, 'pynchy.db'));
  db.exec(`UPDATE rules SET conditions = '[{"is":"moon-phase"}]' WHERE id = '${rule.id}'`);
  db.close();
  w = await w.restart();
  w.sim.script(obey);
  expect((await say(w.client, w.chatId, calling('write', { path: 'a', content: 'x' }))).reply).toContain('forbids');
});
