import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFakeClock } from '#core/base/fake-clock.ts';
import { putFile } from '../../harness/files.ts';
import { findForms, formsIn } from '../../harness/find-forms.ts';
import { calling, obey } from '../../harness/obey.ts';
import { outcome, pendingAsk, say, send } from '../../harness/talk.ts';
import { outsideText, toolOf, toolPlugin } from '../../harness/tool-plugin.ts';
import { until } from '../../harness/until.ts';
import { callsOf } from '../../harness/wire.ts';
import { startWorld, type World } from '../../harness/world.ts';

const value = 'c4nary-used-"5e55"/+value';
let w: World;
let workspaceId: string;
beforeEach(async () => {
  w = await startWorld({ containerRuntime: 'embedded' });
  workspaceId = (await w.client.workspaces.list())[0]?.id ?? '';
  w.sim.script(obey);
});
afterEach(() => w.close());

const run = (command: string, more: object = {}) => say(w.client, w.chatId, calling('run', { command, ...more }), 60_000);
const request = calling('request_secret', { name: 'API_TOKEN', why: 'to list your orders' });
const give = async (): Promise<void> => void (await w.client.secrets.put({ workspaceId, name: 'API_TOKEN', value }));
const nowhere = async (): Promise<void> => {
  await w.stop();
  expect(findForms(w.home, value)).toEqual([]);
  expect(formsIn(JSON.stringify(callsOf(w.sim)), value)).toEqual([]);
};

it('asks the owner in the app, keeps the value in the vault, and tells the agent only the name', async () => {
  const messageId = await send(w.client, w.chatId, request);
  const ask = await pendingAsk(w.client);
  expect(ask).toMatchObject({ kind: 'secret', tool: 'request_secret', input: { name: 'API_TOKEN', why: 'to list your orders' } });
  // What answers other requests gives none: it would be stored, or be taken for given.
  for (const decision of ['answer', 'approve'] as const)
    await expect(w.client.asks.answer({ id: ask.id, decision, answers: [value] })).rejects.toMatchObject({
      data: { code: 'secret-in-app-only' },
    });
  for (const short of ['abc', 'a    b', '      '])
    await expect(w.client.secrets.answer({ askId: ask.id, value: short })).rejects.toMatchObject({ data: { code: 'secret-too-short' } });
  expect(await w.client.secrets.answer({ askId: ask.id, value })).toMatchObject({ state: 'answered' });
  expect((await outcome(w.client, messageId)).reply).toMatch(/^It is stored as API_TOKEN\./);
  await expect(w.client.secrets.answer({ askId: ask.id, value: 'second-value' })).rejects.toMatchObject({ data: { code: 'ask-answered' } });
  expect((await run('printf %s "$API_TOKEN" | wc -c', { secrets: ['API_TOKEN'] })).reply).toContain(String(value.length));
  // It is there: nobody is asked again.
  expect((await say(w.client, w.chatId, request)).reply).toMatch(/^It is stored/);
  await nowhere();
});

it('warns the owner when the conversation has read what others wrote', async () => {
  await w.close();
  w = await startWorld({ plugins: [toolPlugin({ tools: [outsideText] })] });
  w.sim.script(obey);
  await say(w.client, w.chatId, calling('outside_text'));
  await send(w.client, w.chatId, request);
  expect((await pendingAsk(w.client)).reason.code).toBe('ask-secret-tainted');
});

it('tells the agent when it is denied', async () => {
  const messageId = await send(w.client, w.chatId, request);
  await w.client.asks.answer({ id: (await pendingAsk(w.client)).id, decision: 'deny' });
  expect((await outcome(w.client, messageId)).reply).toBe('Error: The user declined to give it.');
  expect(await w.client.secrets.list({ workspaceId })).toEqual([]);
});

it('tells the agent when nobody gave it in time', async () => {
  await w.close();
  const clock = createFakeClock();
  w = await startWorld({ clock });
  w.sim.script(obey);
  const messageId = await send(w.client, w.chatId, request);
  const { id } = await pendingAsk(w.client);
  clock.advance(6 * 60_000);
  expect((await outcome(w.client, messageId)).reply).toBe('Error: The user did not give it in time.');
  await expect(w.client.secrets.answer({ askId: id, value })).rejects.toMatchObject({ data: { code: 'ask-expired' } });
  workspaceId = (await w.client.workspaces.list())[0]?.id ?? '';
  expect(await w.client.secrets.list({ workspaceId })).toEqual([]);
});

it('gives a command what it names, and hides it in everything that it prints', async () => {
  await give();
  const plain = await run('echo "[$API_TOKEN]"');
  expect(plain.reply).toContain('[]');
  for (const command of [
    'echo "[$API_TOKEN]"',
    'printf %s "$API_TOKEN" | base64',
    'printf "x%s" "$API_TOKEN" | base64 -w 6',
    'for i in 1 2 3 4 5 6; do printf "%s" "$API_TOKEN" | cut -c$i | tr -d "\\n"; done; printf "%s" "$API_TOKEN" | cut -c7-',
    'env | grep TOKEN',
  ]) {
    const said = await run(command, { secrets: ['API_TOKEN'] });
    expect(said.reply, command).toContain('•••');
    expect(formsIn(said.reply ?? '', value), command).toEqual([]);
  }
  const [secret] = await w.client.secrets.list({ workspaceId });
  expect(secret?.usedAt).not.toBeNull();
  await nowhere();
});

it('hides it in long output, in files that are read later, and in commands of people', async () => {
  await give();
  const long = await run('for i in $(seq 1 3000); do echo "line $i $API_TOKEN"; done', { secrets: ['API_TOKEN'] });
  expect(formsIn(long.reply ?? '', value)).toEqual([]);
  const blob = long.turn?.steps.find((s) => s.tool?.outputBlob)?.tool?.outputBlob ?? '';
  expect(blob).not.toBe('');
  expect(formsIn((await w.client.turns.output({ sha256: blob, offset: 0 })).text, value)).toEqual([]);
  await nowhere();
});

it('hides it in what tools read of files', async () => {
  await give();
  putFile(w.home, 'dotenv', `API_TOKEN=${value}\n`);
  for (const text of [calling('read', { path: 'dotenv' }), calling('grep', { pattern: 'TOKEN' }), '!cat dotenv']) {
    const said = await say(w.client, w.chatId, text, 60_000);
    expect(said.reply, text).toContain('API_TOKEN=•••');
  }
  expect(formsIn(JSON.stringify(callsOf(w.sim)), value)).toEqual([]);
});

it('refuses names that are not there, not allowed or not for this workspace', async () => {
  expect((await run('true', { secrets: ['API_TOKEN'] })).reply).toMatch(/Commands here have no secret API_TOKEN\. There are none\./);
  await w.client.workspaces.add({ name: 'work' });
  const work = (await w.client.workspaces.list()).find((x) => x.name === 'work')?.id ?? '';
  await w.client.secrets.put({ workspaceId: work, name: 'API_TOKEN', value });
  expect((await run('true', { secrets: ['API_TOKEN'] })).reply).toMatch(/have no secret API_TOKEN/);
  await give();
  await w.client.secrets.change({ workspaceId, name: 'API_TOKEN', forCommands: false, hosts: [] });
  expect((await run('true', { secrets: ['API_TOKEN'] })).reply).toMatch(/have no secret API_TOKEN/);
  await w.client.secrets.change({ workspaceId, name: 'API_TOKEN', forCommands: true, hosts: [] });
  expect((await run('true', { secrets: ['API_TOKEN'], background: true })).reply).toMatch(/only for commands that are waited for/);
  expect((await run('true', { secrets: ['API_TOKEN'] })).reply).toMatch(/exit code 0/);
});

it('asks before a command with a secret runs where the network is open, and shows which', async () => {
  await give();
  await w.client.sandbox.setNetwork({ id: workspaceId, mode: 'open' });
  const messageId = await send(w.client, w.chatId, calling('run', { command: 'echo hi', secrets: ['API_TOKEN'] }));
  const ask = await pendingAsk(w.client);
  expect(ask).toMatchObject({ tool: 'run', input: { command: 'echo hi', secrets: ['API_TOKEN'] } });
  // Taken away while the person thinks: the approved call gets nothing.
  await w.client.secrets.remove({ workspaceId, name: 'API_TOKEN' });
  await w.client.asks.answer({ id: ask.id, decision: 'approve' });
  expect((await outcome(w.client, messageId, 60_000)).reply).toMatch(/API_TOKEN cannot be used now\. Nothing was done\./);
});

it('is in no environment and no argument of what runs beside the call', async () => {
  await give();
  await run('true');
  const messageId = await send(w.client, w.chatId, calling('run', { command: 'touch started; sleep 30', secrets: ['API_TOKEN'] }));
  await until(w.client, 'the command', async () =>
    (await w.client.messages.turnOf({ messageId })).turn?.steps.some((s) => s.tool?.name === 'run'),
  );
  await w.client.turns.stop({ turnId: (await w.client.messages.turnOf({ messageId })).turn?.id ?? '' });
  expect((await run('env; ps aux 2>/dev/null || true')).reply).not.toContain('•••');
  await nowhere();
});

it('goes on without a secret whose entry in the vault was altered', async () => {
  await give();
  await w.stop();
  const file = join(w.home, 'vault', 'vault.json');
  const vault = JSON.parse(readFileSync(file, 'utf8')) as { entries: Record<string, { sealed: string }> };
  const entry = Object.keys(vault.entries).find((name) => name.startsWith('env:')) ?? '';
  vault.entries[entry] = { ...vault.entries[entry], sealed: Buffer.alloc(60).toString('base64') };
  writeFileSync(file, JSON.stringify(vault));
  w = await w.restart();
  expect((await run('echo hi')).reply).toContain('hi');
  expect((await run('echo hi', { secrets: ['API_TOKEN'] })).reply).toMatch(/API_TOKEN cannot be used now\. Nothing was done\./);
});

it('hides a value that came while a call was under way, in what it shows and in what it says', async () => {
  await w.close();
  const begun = Promise.withResolvers<void>();
  const stored = Promise.withResolvers<void>();
  const slow = toolOf('slow', {
    async *run() {
      begun.resolve();
      await stored.promise;
      yield { output: `shown: ${value}\n` };
      yield { done: { ok: true, value: { text: `said: ${value}` } } };
    },
  });
  w = await startWorld({ plugins: [toolPlugin({ tools: [slow] })] });
  workspaceId = (await w.client.workspaces.list())[0]?.id ?? '';
  w.sim.script(obey);
  const messageId = await send(w.client, w.chatId, calling('slow'));
  await begun.promise;
  await give();
  stored.resolve();
  expect((await outcome(w.client, messageId)).reply).toContain('said: •••');
  await nowhere();
});

it('keeps the value out of a draft that answers the request by its code', async () => {
  await send(w.client, w.chatId, request);
  const { shortId } = await pendingAsk(w.client);
  for (const text of [`/answer ${shortId} ${value}`, `Answer ${shortId}  ${value}`]) {
    await w.client.chats.saveDraft({ chatId: w.chatId, text });
    expect((await w.client.chats.list()).find(({ id }) => id === w.chatId)?.draft).toBe('');
  }
  await w.client.chats.saveDraft({ chatId: w.chatId, text: `answer ${shortId}` });
  expect((await w.client.chats.list()).find(({ id }) => id === w.chatId)?.draft).toBe(`answer ${shortId}`);
  await nowhere();
});
