import { existsSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFakeClock } from '#core/base/fake-clock.ts';
import { readZip } from '../harness/read-zip.ts';
import { outcome, say, send } from '../harness/talk.ts';
import { gate } from '../harness/wire.ts';
import { startWorld, type World } from '../harness/world.ts';

const dayMs = 24 * 3_600_000;
let w: World;
let clock: ReturnType<typeof createFakeClock>;
beforeEach(async () => {
  clock = createFakeClock();
  w = await startWorld({ clock });
});
afterEach(() => w.close());

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no refusal',
    (error: { data?: { code?: string } }) => error.data?.code ?? error,
  );
const garden = async () => {
  const workspace = await w.client.workspaces.add({ name: 'garden', accounts: ['sim'], model: 'sim-large', template: 'household' });
  const chat = await w.client.chats.open({ workspace: 'garden', surface: 'desktop' });
  return { workspace, chatId: chat.id };
};

it('begins from a template: instructions, colour and first things to say', async () => {
  const { workspace } = await garden();
  expect(workspace).toMatchObject({ color: 'green', lastUsedAt: null });
  expect(workspace.instructions).toContain('household');
  expect(workspace.chips.length).toBeGreaterThan(2);
  expect(existsSync(workspace.folder)).toBe(true);
});

it('stops and names what runs, hides the workspace, and brings chats, files, history and memory back', async () => {
  const { workspace, chatId } = await garden();
  const { id, folder } = workspace;
  await say(w.client, chatId, 'Remember the roses');
  await w.client.memories.add({ workspaceId: id, key: 'roses', text: 'red' });
  await w.client.files.upload({ workspaceId: id, uploadId: 'u', path: 'bed.md', offset: 0, base64: 'YQ==', isLast: true });
  const hold = gate();
  w.sim.script(() => [
    { do: 'text', text: 'Half' },
    { do: 'wait', gate: hold.promise },
  ]);
  const n = w.sim.requests.length + 1;
  const running = await send(w.client, chatId, 'Write a lot');
  await w.sim.arrival(n);
  expect(await w.client.workspaces.belongings({ id })).toMatchObject({ memories: 1, running: [expect.any(String)] });
  expect(await codeOf(w.client.workspaces.remove({ id, name: 'gardn' }))).toBe('workspace-name-mismatch');

  const removed = await w.client.workspaces.remove({ id, name: 'garden' });
  hold.open();
  expect(removed.stopped).toHaveLength(1);
  expect((await outcome(w.client, running)).turn?.state).toBe('cancelled');
  expect((await w.client.workspaces.list()).map(({ name }) => name)).toEqual(['home']);
  expect((await w.client.chats.list()).some((chat) => chat.id === chatId)).toBe(false);
  expect((await w.client.workspaces.resting()).trash).toMatchObject([{ id, name: 'garden' }]);

  // The name is free for another one, which gets a folder of its own.
  const second = await w.client.workspaces.add({ name: 'garden', accounts: ['sim'] });
  expect(second.folder).not.toBe(folder);
  const restored = await w.client.workspaces.restore({ id });
  expect(restored).toMatchObject({ id, name: 'garden-2', folder });
  expect(readFileSync(join(folder, 'bed.md'), 'utf8')).toBe('a');
  expect(await w.client.memories.list({ workspaceId: id })).toMatchObject([{ key: 'roses', text: 'red' }]);
  expect((await w.client.chats.thread({ chatId })).messages.map(({ text }) => text)).toContain('Remember the roses');
  w.sim.script(() => [{ do: 'text', text: 'I am back.' }]);
  expect((await say(w.client, chatId, 'Hello again')).reply).toBe('I am back.');
});

it('keeps messages waiting while it is archived, and answers them when it is brought back', async () => {
  const { workspace, chatId } = await garden();
  await w.client.workspaces.archive({ id: workspace.id });
  const waiting = await send(w.client, chatId, 'Anybody there?');
  expect((await w.client.messages.turnOf({ messageId: waiting })).turn).toBeNull();
  await w.client.workspaces.unarchive({ id: workspace.id });
  expect((await outcome(w.client, waiting)).state).toBe('answered');
});

it('never deletes or archives the admin workspace', async () => {
  const [home] = await w.client.workspaces.list();
  const id = home?.id ?? '';
  expect(await codeOf(w.client.workspaces.remove({ id, name: 'home' }))).toBe('workspace-is-admin');
  expect(await codeOf(w.client.workspaces.archive({ id }))).toBe('workspace-is-admin');
});

it('deletes for good after 30 days at the next start, files included, and says so in the audit log', async () => {
  const { workspace, chatId } = await garden();
  await say(w.client, chatId, 'Something about zebras');
  await w.client.files.upload({ workspaceId: workspace.id, uploadId: 'u', path: 'x.txt', offset: 0, base64: 'YQ==', isLast: true });
  await w.client.workspaces.remove({ id: workspace.id, name: 'garden' });
  clock.advance(29 * dayMs);
  w = await w.restart();
  expect((await w.client.workspaces.resting()).trash).toHaveLength(1);
  clock.advance(2 * dayMs);
  w = await w.restart();
  expect((await w.client.workspaces.resting()).trash).toEqual([]);
  expect(existsSync(workspace.folder)).toBe(false);
  expect((await w.client.chats.search({ query: 'zebras' })).hits).toEqual([]);
  expect((await w.client.audit.list({})).map(({ outcome: what }) => what)).toContain('purged');
  expect((await w.client.audit.verify()).ok).toBe(true);
});

it('deletes for good on the day, also when the host is never restarted', async () => {
  const { workspace } = await garden();
  await w.client.files.upload({ workspaceId: workspace.id, uploadId: 'u', path: 'x.txt', offset: 0, base64: 'YQ==', isLast: true });
  await w.client.workspaces.remove({ id: workspace.id, name: 'garden' });
  clock.advance(31 * dayMs);
  expect((await w.client.workspaces.resting()).trash).toEqual([]);
  expect(existsSync(workspace.folder)).toBe(false);
});

it('gives the folder back when the host died between taking it away and deleting the rest', async () => {
  const { workspace } = await garden();
  await w.client.files.upload({ workspaceId: workspace.id, uploadId: 'u', path: 'x.txt', offset: 0, base64: 'YQ==', isLast: true });
  await w.client.workspaces.remove({ id: workspace.id, name: 'garden' });
  renameSync(workspace.folder, join(dirname(workspace.folder), `.going-${workspace.id}`));
  w = await w.restart();
  await w.client.workspaces.restore({ id: workspace.id });
  expect(readFileSync(join(workspace.folder, 'x.txt'), 'utf8')).toBe('a');
});

it('keeps an account that an archived workspace will need again', async () => {
  const { workspace } = await garden();
  await w.client.accounts.add({ name: 'spare', provider: 'openai', baseUrl: `${w.sim.url}/v1`, key: 'spare-key-0123456789' });
  await w.client.workspaces.set({ name: 'garden', accounts: ['spare'] });
  await w.client.workspaces.archive({ id: workspace.id });
  expect(await codeOf(w.client.accounts.remove({ name: 'spare' }))).toBe('bad-input');
});

it('exports the files of archived workspaces, too', async () => {
  const { workspace } = await garden();
  await w.client.files.upload({ workspaceId: workspace.id, uploadId: 'u', path: 'bed.md', offset: 0, base64: 'YQ==', isLast: true });
  await w.client.workspaces.archive({ id: workspace.id });
  const { file } = await w.client.settings.exportAll();
  expect([...readZip(file).keys()]).toContain('files/2 garden/bed.md');
});

it('keeps the folder when it is renamed, and its chats are called like it', async () => {
  const { workspace } = await garden();
  const renamed = await w.client.workspaces.set({ name: 'garden', newName: 'yard', color: 'pink', instructions: 'Water at dawn.' });
  expect(renamed).toMatchObject({ name: 'yard', folder: workspace.folder, color: 'pink' });
  const chat = await w.client.chats.open({ workspace: 'yard', surface: 'desktop' });
  await say(w.client, chat.id, 'Hi');
  expect(JSON.stringify(w.sim.requests.at(-1)?.body)).toContain('Water at dawn.');
  expect(await codeOf(w.client.workspaces.set({ name: 'yard', newName: 'home' }))).toBe('name-taken');
});
