import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFakeClock } from '#core/base/fake-clock.ts';
import { type HostUnderTest, startHost } from '../harness/in-process-host.ts';
import { readZip } from '../harness/read-zip.ts';
import { say } from '../harness/talk.ts';
import { tempHome } from '../harness/temp-home.ts';

const dayMs = 24 * 3_600_000;
let t: HostUnderTest;
let clock: ReturnType<typeof createFakeClock>;
let mine: string;
beforeEach(async () => {
  clock = createFakeClock();
  t = await startHost({ clock, containerRuntime: process.env.PYNCHY_TEST_RUNTIME });
  mine = join(realpathSync(tempHome()), 'work');
  mkdirSync(mine);
  writeFileSync(join(mine, 'plan.txt'), 'the plan\n');
});
afterEach(() => t.stop());

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no refusal',
    (error: { data?: { code?: string } }) => error.data?.code ?? error,
  );
const addWork = async () => {
  const workspace = await t.client.workspaces.add({ name: 'work', accounts: ['practice'], ownFolder: mine });
  const chat = await t.client.chats.open({ workspace: 'work', surface: 'desktop' });
  return { workspace, chatId: chat.id };
};

it.each(['bubblewrap', 'just-bash'])('is where commands, the file browser and uploads work in %s', async (sandbox) => {
  const { workspace, chatId } = await addWork();
  expect(workspace).toMatchObject({ folder: mine, isOwnFolder: true });
  await t.client.workspaces.set({ name: 'work', sandbox });
  const { turn } = await say(t.client, chatId, 'run cat plan.txt > copy.txt && echo done');
  expect(turn?.steps.find(({ tool }) => tool?.name === 'run')?.tool?.exitCode).toBe(0);
  expect(readFileSync(join(mine, 'copy.txt'), 'utf8')).toBe('the plan\n');
  const { entries } = await t.client.files.list({ workspaceId: workspace.id, path: '' });
  expect(entries.map(({ name }) => name)).toEqual(['copy.txt', 'plan.txt']);
  expect(existsSync(join(t.home, 'workspaces', 'work'))).toBe(false);
});

it('answers go on without its disk, tools and files say what is missing, and all is well when it is back', async () => {
  const { workspace, chatId } = await addWork();
  const unplugged = `${mine}-unplugged`;
  renameSync(mine, unplugged);
  expect((await say(t.client, chatId, 'what can you do?')).state).toBe('answered');
  const { turn, state } = await say(t.client, chatId, 'run ls');
  const output = turn?.steps.find(({ tool }) => tool?.name === 'run')?.tool?.output ?? '';
  expect(output).toContain('The folder of this workspace is not there');
  expect(state).toBe('answered');
  expect(await codeOf(t.client.files.list({ workspaceId: workspace.id, path: '' }))).toBe('folder-missing');
  expect(existsSync(mine)).toBe(false);
  renameSync(unplugged, mine);
  const again = await say(t.client, chatId, 'run ls');
  expect(again.turn?.steps.find(({ tool }) => tool?.name === 'run')?.tool?.output).toContain('plan.txt');
});

it('is changed only while nothing runs, and what lies in either folder stays there', async () => {
  writeFileSync(join(t.home, 'workspaces', 'home', 'old.txt'), 'old');
  const [home] = await t.client.workspaces.list();
  const changed = await t.client.workspaces.setFolder({ name: 'home', ownFolder: mine });
  expect(changed).toMatchObject({ id: home?.id, folder: mine, isOwnFolder: true });
  expect((await say(t.client, t.chatId, 'run ls')).turn?.steps.find(({ tool }) => tool)?.tool?.output).toContain('plan.txt');
  expect(await codeOf(t.client.workspaces.setFolder({ name: 'home', ownFolder: t.home }))).toBe('folder-is-ours');
  const back = await t.client.workspaces.setFolder({ name: 'home', ownFolder: null });
  expect(back.isOwnFolder).toBe(false);
  expect((await say(t.client, t.chatId, 'run ls')).turn?.steps.find(({ tool }) => tool)?.tool?.output).toContain('old.txt');
  expect(readFileSync(join(mine, 'plan.txt'), 'utf8')).toBe('the plan\n');
});

it('cannot be had twice, and outlives its workspace, also when that is deleted for good', async () => {
  const { workspace } = await addWork();
  expect(await codeOf(t.client.workspaces.add({ name: 'second', accounts: ['practice'], ownFolder: mine }))).toBe('folder-taken');
  await t.client.workspaces.remove({ id: workspace.id, name: 'work' });
  clock.advance(31 * dayMs);
  await t.stop();
  t = await startHost({ home: t.home, clock });
  expect((await t.client.workspaces.resting()).trash).toEqual([]);
  expect(readFileSync(join(mine, 'plan.txt'), 'utf8')).toBe('the plan\n');
});

it('is exported only on wish, after its size was told', async () => {
  const { workspace } = await addWork();
  const without = readZip((await t.client.settings.exportAll({})).file);
  expect([...without.keys()].filter((name) => name.includes('plan.txt'))).toEqual([]);
  expect(await t.client.settings.ownFolderSizes()).toEqual([{ id: workspace.id, name: 'work', folder: mine, bytes: expect.any(Number) }]);
  clock.advance(2_000);
  const withIt = readZip((await t.client.settings.exportAll({ ownFolders: [workspace.id] })).file);
  expect([...withIt.keys()].some((name) => name.endsWith('/plan.txt'))).toBe(true);
});
