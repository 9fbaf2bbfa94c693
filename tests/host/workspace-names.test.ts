import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HostUnderTest, startHost } from '../harness/in-process-host.ts';
import { say } from '../harness/talk.ts';

let t: HostUnderTest;
beforeEach(async () => {
  t = await startHost({});
});
afterEach(() => t.stop());

const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no refusal',
    (error: { data?: { code?: string; text?: string } }) => error.data?.text ?? error,
  );

it('takes names of any writing and with emoji, works in a folder with a plain name, and finds them again', async () => {
  const folders: [string, string][] = [
    ['🏡', 'workspace'],
    ['🚀', 'workspace-2'],
    ['Zuhause🏡', 'Zuhause'],
    ['Café', 'Café'],
    ['仕事', '仕事'],
    ['עבודה', 'עבודה'],
  ];
  for (const [name, folder] of folders) {
    const made = await t.client.workspaces.add({ name, accounts: ['practice'] });
    expect([made.name, basename(made.folder)]).toEqual([name, folder]);
  }
  expect(readdirSync(join(t.home, 'workspaces')).sort()).toEqual(['home', ...folders.map(([, folder]) => folder)].sort());
  const chat = await t.client.chats.open({ workspace: '🏡', surface: 'desktop' });
  const { turn } = await say(t.client, chat.id, 'run echo here > a.txt && cat a.txt');
  expect(turn?.steps.find(({ tool }) => tool?.name === 'run')?.tool?.output).toContain('here');
  const typedOtherwise = await t.client.workspaces.set({ name: 'Cafe\u0301', newName: 'Kaffee☕' });
  expect(typedOtherwise).toMatchObject({ name: 'Kaffee☕', folder: join(t.home, 'workspaces', 'Café') });
  expect(await refusal(t.client.workspaces.add({ name: 'Zuhause🏡', accounts: ['practice'] }))).toContain('This name is taken.');
});

it('refuses signs of paths, signs that nobody sees and look-alikes, names them, and says what would do', async () => {
  const add = (name: string) => refusal(t.client.workspaces.add({ name, accounts: ['practice'] }));
  expect(await add('../R&D')).toMatch(/signs that no name has: \/ &\. .*For example: R-D\./s);
  expect(await add('pay\u202Efdp')).toContain('\\u202e');
  expect(await add('hоme')).toContain('two alphabets that look alike');
  expect(await add('.git')).toContain('For example: git.');
  expect(await refusal(t.client.workspaces.set({ name: 'home', newName: 'a b' }))).toContain('“ ”');
  expect((await t.client.workspaces.list()).map(({ name }) => name)).toEqual(['home']);
});
