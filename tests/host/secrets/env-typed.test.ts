import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { reason } from '#contract/model/reason.ts';
import { renderReason } from '#contract/text/render.ts';
import { findForms } from '../../harness/find-forms.ts';
import { say } from '../../harness/talk.ts';
import { callsOf, textOf } from '../../harness/wire.ts';
import { startWorld, type World } from '../../harness/world.ts';

const value = 'c4nary-typed-"9e77"-value';
let w: World;
let workspaceId: string;
beforeEach(async () => {
  w = await startWorld();
  workspaceId = (await w.client.workspaces.list())[0]?.id ?? '';
});
afterEach(() => w.close());
const names = async (): Promise<string[]> => (await w.client.secrets.list({ workspaceId })).map((s) => s.name);
const notices = async (): Promise<string[]> =>
  (await w.client.chats.thread({ chatId: w.chatId })).messages.filter((m) => m.origin === 'harness').map((m) => m.reason?.code ?? '');
const nowhere = async (): Promise<void> => {
  await w.stop();
  expect(findForms(w.home, value)).toEqual([]);
};

it('keeps a typed secret in the vault alone, and says so', async () => {
  const said = await say(w.client, w.chatId, `env add API_TOKEN=${value}`);
  expect(said.state).toBe('answered');
  const { messages } = await w.client.chats.thread({ chatId: w.chatId });
  expect(messages.find((m) => m.id === said.messageId)?.text).toBe('env add API_TOKEN=•••');
  await expect.poll(notices).toEqual(['secret-kept']);
  expect(await w.client.secrets.list({ workspaceId })).toMatchObject([{ name: 'API_TOKEN', forCommands: true, usedAt: null }]);
  expect((await say(w.client, w.chatId, 'Hello')).state).toBe('answered');
  expect(JSON.stringify(w.sim.requests)).not.toContain('c4nary');
  for (const query of ['c4nary', 'typed', '9e77']) expect((await w.client.chats.search({ query })).hits).toEqual([]);
  expect(JSON.stringify(await w.client.audit.list({}))).toContain('API_TOKEN on chat');
  await nowhere();
});

it.each([
  [`env add TOKEN ${value}`, 'secret-usage'],
  [`!env add TOKEN ${value}`, 'secret-usage'],
  [`env add MY-TOKEN=${value}`, 'secret-usage'],
  [`ENV ADD ld_preload = ${value}`, 'secret-name-refused'],
  [`env set HTTPS_PROXY=http://${value}`, 'secret-name-refused'],
])('keeps nothing of a failed try: %s', async (text, code) => {
  const said = await say(w.client, w.chatId, text);
  expect(said.state).toBe('failed');
  const { messages } = await w.client.chats.thread({ chatId: w.chatId });
  expect(messages.find((m) => m.id === said.messageId)?.reason?.code).toBe(code);
  expect(await names()).toEqual([]);
  expect((await say(w.client, w.chatId, 'Hello')).state).toBe('answered');
  expect(textOf(callsOf(w.sim).at(-1))).not.toContain('c4nary');
  await nowhere();
});

it('hides one in the middle of talk, in a draft and in an edited message', async () => {
  await w.client.chats.saveDraft({ chatId: w.chatId, text: `env add TOKEN=${value}` });
  expect((await w.client.chats.list()).find((c) => c.id === w.chatId)?.draft).toBe('');
  const { messageId } = await say(w.client, w.chatId, `Hi, please env add TOKEN=${value}`);
  expect(textOf(callsOf(w.sim).at(-1))).toContain('Hi, please env add TOKEN=•••');
  await w.client.turns.editAndResend({ messageId, text: `No, env add OTHER=${value}`, clientId: randomUUID() });
  await expect.poll(() => textOf(callsOf(w.sim).at(-1))).toContain('No, env add OTHER=•••');
  await nowhere();
});

it('lists, replaces and removes, and takes the value out of the vault', async () => {
  await say(w.client, w.chatId, `env add TOKEN=${value}`);
  await say(w.client, w.chatId, 'env add TOKEN=another-value');
  expect(await names()).toEqual(['TOKEN']);
  const { entries } = await w.client.vault.status();
  expect((await say(w.client, w.chatId, 'env list')).state).toBe('answered');
  await expect.poll(notices).toEqual(['secret-kept', 'secret-replaced', 'secret-list']);
  expect(renderReason(reason('secret-replaced', { name: 'TOKEN', workspace: 'home' }))).toMatch(
    /^TOKEN was replaced for commands in home\./,
  );
  expect((await say(w.client, w.chatId, 'env remove TOKEN')).state).toBe('answered');
  expect(await names()).toEqual([]);
  expect((await w.client.vault.status()).entries).toBe(entries - 1);
  const again = await say(w.client, w.chatId, 'env remove TOKEN');
  const why = (await w.client.chats.thread({ chatId: w.chatId })).messages.find(({ id }) => id === again.messageId)?.reason;
  expect([again.state, why && renderReason(why)]).toEqual(['failed', 'There is no secret TOKEN in home. Check the name.']);
});

it('takes the same message once, also when it comes again after the secret was removed', async () => {
  const clientId = randomUUID();
  const message = { chatId: w.chatId, text: `env add TOKEN=${value}`, clientId };
  await w.client.messages.send(message);
  await expect.poll(names).toEqual(['TOKEN']);
  const { entries } = await w.client.vault.status();
  expect(await w.client.messages.send(message)).toMatchObject({ duplicate: true });
  expect((await w.client.vault.status()).entries).toBe(entries);
  await say(w.client, w.chatId, 'env remove TOKEN');
  expect(await w.client.messages.send(message)).toMatchObject({ duplicate: true });
  expect(await names()).toEqual([]);
});

it('goes with its workspace', async () => {
  await w.client.workspaces.add({ name: 'work' });
  const chat = await w.client.chats.open({ workspace: 'work', surface: 'desktop' });
  await say(w.client, chat.id, `env add TOKEN=${value}`);
  expect(await names()).toEqual([]);
  expect(await w.client.secrets.list({ workspaceId: chat.workspaceId })).toHaveLength(1);
});

it('keeps nothing while the vault is locked, and says so', async () => {
  await w.client.vault.setPassphrase({ passphrase: 'correct horse', keepKeyFile: false });
  w = await w.restart();
  const said = await say(w.client, w.chatId, `env add TOKEN=${value}`);
  expect(said.state).toBe('failed');
  const { messages } = await w.client.chats.thread({ chatId: w.chatId });
  expect(messages.find((m) => m.id === said.messageId)).toMatchObject({ text: 'env add TOKEN=•••', reason: { code: 'vault-locked' } });
  await nowhere();
});
