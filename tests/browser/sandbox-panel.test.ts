import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { HostClient } from '#contract/client/connect.ts';
import { createHost, type Host } from '#core/app/create-host.ts';
import { serveLoopback } from '../../main/server/serve-loopback.ts';
import { firstParty } from '../../plugins/first-party.ts';
import { engineAddress, engineCall, engineLacks, testImage } from '../docker/engine.ts';
import { startRegistry } from '../docker/registry.ts';
import { toolboxDir } from '../harness/built.ts';
import { calling, obey } from '../harness/obey.ts';
import { say } from '../harness/talk.ts';
import { tempFolder, tempHome } from '../harness/temp-home.ts';
import { useModel as answerWith } from '../harness/wire.ts';
import { startModelSim } from '../sim/models/server.ts';
import { launchBrowser } from './open-page.ts';
import { findingsInBothSchemes, misfits } from './page-checks.ts';

let browser: Browser;
let page: Page;
let host: Host;
let client: HostClient;
let server: Awaited<ReturnType<typeof serveLoopback>>;
let home = '';
let workspaceId = '';

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const start = async (sandbox: string): Promise<void> => {
  home = tempHome();
  host = await createHost({ home, version: '0.0.0-test', firstParty, toolboxDir: toolboxDir(), samplesDir: null });
  host.settings.set('window', { ...host.settings.get().window, welcome: 'later' });
  client = createRouterClient(host.api, {
    context: { surface: 'desktop', openLink: () => '', url: () => null, stop: () => undefined },
  });
  await client.workspaces.set({ name: 'home', sandbox });
  workspaceId = (await client.workspaces.list())[0]?.id ?? '';
  server = await serveLoopback({ host, rendererDir: inject('pageDir'), onStop: () => undefined });
  page = await browser.newPage({ viewport: { width: 900, height: 600 } });
  page.setDefaultTimeout(15_000);
  await Promise.all([page.waitForResponse((response) => response.url().endsWith('/api/session')), page.goto(server.openLink())]);
};
const open = async (): Promise<void> => {
  await page.goto(`${server.url}/#/workspaces/${workspaceId}:sandbox`);
  await card('Sandbox').getByText('Kind', { exact: true }).waitFor();
};
const stop = async (): Promise<void> => {
  await page.close();
  await server.close();
  await host.stop();
};
const card = (name: string): Locator => page.getByRole('region', { name, exact: true });
const button = (name: string | RegExp): Locator => page.getByRole('button', { name, exact: true });
const run = async (command: string): Promise<void> => {
  const chat = await client.chats.open({ workspace: 'home', surface: 'desktop' });
  await client.messages.send({ chatId: chat.id, clientId: crypto.randomUUID(), text: `!${command}` });
};
const state = (text: string): Promise<void> => card('Sandbox').getByText(text, { exact: true }).waitFor();

describe.each(['bubblewrap', 'just-bash'])('the sandbox of a workspace in %s', (kind) => {
  beforeEach(() => start(kind));
  afterEach(stop);

  test('starts, says how strong it is and what it uses, and stops', async () => {
    await open();
    await state('starts when needed');
    await button('Start now').click();
    await state('running');
    await card('Sandbox')
      .getByText(/% of a core/)
      .waitFor();
    await card('Sandbox').getByText('Running for').waitFor();
    await card('Sandbox')
      .getByText(/^\d+(\.\d)? MB$/)
      .waitFor();
    const words = kind === 'bubblewrap' ? /own processes, no network/ : /a convenience, not a wall/;
    await card('Sandbox').getByText(words).waitFor();
    await card('What runs in it')
      .getByText(kind === 'bubblewrap' ? 'Nothing runs in the background.' : /This kind has no processes/)
      .waitFor();
    expect(await findingsInBothSchemes(page)).toEqual([]);
    expect(await misfits(page)).toEqual([]);
    await button('Stop').click();
    await card('Sandbox').getByText('Stopped by you.').waitFor();
  });
});

describe('the sandbox of a workspace', () => {
  beforeEach(() => start('bubblewrap'));
  afterEach(stop);

  test('shows what runs in the background, and names it before a restart ends it', async () => {
    await run('sleep 1234 >/dev/null 2>&1 & echo ok');
    await open();
    await card('What runs in it').getByText('sleep 1234').waitFor();
    await button('Restart').click();
    const sure = page.getByRole('form', { name: 'Restart the sandbox?' });
    await sure.getByText('Ends what runs in it: sleep 1234').waitFor();
    await sure.locator('button:focus').getByText('Cancel').waitFor();
    await sure.getByRole('button', { name: 'Restart' }).click();
    await card('What runs in it').getByText('Nothing runs in the background.').waitFor();
  });

  test('a folder is refused in words, or allowed by a second yes, read only until two more are given', async () => {
    const shared = tempFolder('shared');
    mkdirSync(join(shared, 'data'));
    mkdirSync(join(shared, '.ssh'));
    symlinkSync(join(shared, '.ssh'), join(shared, 'harmless'));
    writeFileSync(join(shared, 'data', 'note.txt'), 'from outside');
    chmodSync(shared, 0o755);
    await open();
    const folders = card('Extra folders');
    await button('Add a folder').click();
    const field = folders.getByRole('textbox', { name: 'Folder' });
    for (const [path, said] of [
      ['data', /does not say where it begins/],
      [join(shared, 'nowhere'), /is not there, or is no folder/],
      [home, /holds data of Pynchy itself/],
    ] as const) {
      await field.fill(path);
      await field.press('Enter');
      await folders.getByText(said).waitFor();
    }
    await field.fill(join(shared, 'data'));
    await field.press('Enter');
    await folders.getByText('No sandbox may see this folder yet. Allow reading it?').waitFor();
    expect(await findingsInBothSchemes(page)).toEqual([]);
    await button('Allow and add').click();
    await folders.getByText('read only', { exact: true }).waitFor();

    // The wish alone is not enough: the list must say so too.
    await folders.getByRole('switch', { name: /^Commands may change/ }).click({ force: true });
    await folders.getByText(/lets sandboxes only read there/).waitFor();
    await button('What is allowed').click();
    await folders.getByText(join(home, 'mount-allowlist.json')).waitFor();
    await folders.getByRole('switch', { name: /^Sandboxes may change/ }).click({ force: true });
    await folders.getByText('can be changed', { exact: true }).waitFor();
    expect(await findingsInBothSchemes(page)).toEqual([]);

    // A harmless name for a place of keys, now that its surroundings are allowed.
    await client.sandbox.setMountList({
      allowedRoots: [{ path: shared, allowReadWrite: true, description: '' }],
      blockedPatterns: [],
      nonAdminReadOnly: true,
    });
    await button('Add a folder').click();
    await field.fill(join(shared, 'harmless'));
    await field.press('Enter');
    await folders.getByText(/harmless → .*\.ssh looks like a place for keys/).waitFor();
    await button('Cancel').click();

    // By hand, and broken: it is told at once, and nothing of it is written over.
    writeFileSync(join(home, 'mount-allowlist.json'), '{ not json');
    await folders.getByText(/can not be understood, so nothing is mounted/).waitFor();
    await folders.getByText('refused', { exact: true }).waitFor();
    await expect(client.sandbox.setMountList({ allowedRoots: [], blockedPatterns: [], nonAdminReadOnly: true })).rejects.toMatchObject({
      data: { code: 'mount-list-unreadable' },
    });
  });

  test('a command in the background is there with its output as it comes, and is stopped by itself', async () => {
    const sim = await startModelSim();
    try {
      sim.script(obey);
      await answerWith(client, sim);
      const chat = await client.chats.open({ workspace: 'home', surface: 'desktop' });
      const file = 'go';
      const command = `echo first; while [ ! -e ${file} ]; do sleep 0.1; done; echo second; sleep 1000`;
      await say(client, chat.id, calling('run', { command, background: true }));
      await open();
      const runs = card('What runs in it');
      await runs.getByRole('button', { name: /^Output/ }).click();
      const log = runs.getByRole('log', { name: 'Output of the command' });
      await log.getByText('first').waitFor();
      await run(`touch ${file}`);
      await log.getByText('second').waitFor();
      expect(await findingsInBothSchemes(page)).toEqual([]);
      await runs.getByRole('button', { name: /^Stop echo first/ }).click();
      await runs.getByText(/^ended by SIG/).waitFor();
      expect(await client.sandbox.panel({ id: workspaceId })).toMatchObject({ state: 'ready', processes: [] });
    } finally {
      await sim.close();
    }
  });

  test('a reset names what it takes, and undo brings all of it back', async () => {
    const shared = tempFolder('shared');
    await client.sandbox.setNetwork({ id: workspaceId, mode: 'allow-list' });
    await client.sandbox.allowHost({ id: workspaceId, host: 'example.org' });
    await client.sandbox.setMountList({
      allowedRoots: [{ path: shared, allowReadWrite: false, description: '' }],
      blockedPatterns: [],
      nonAdminReadOnly: true,
    });
    await client.sandbox.setMount({ id: workspaceId, name: 'shared', path: shared, write: false });
    await open();
    await button('Reset …').click();
    const sure = page.getByRole('form', { name: 'Reset the sandbox?' });
    for (const line of ['Turns the network off.', 'Forgets the allowed host example.org.', `Takes away the extra folder ${shared}.`])
      await sure.getByText(line).waitFor();
    await sure.getByRole('button', { name: 'Reset' }).click();
    await page.getByText('Reset: network off, no extra folders.').waitFor();
    await card('Network').getByText('Commands reach nothing outside.').waitFor();
    expect(await client.sandbox.panel({ id: workspaceId })).toMatchObject({ mounts: [], network: { mode: 'off', hosts: [] } });
    await button('Undo').click();
    await card('Network').getByRole('list', { name: 'Allowed hosts' }).getByText('example.org').waitFor();
    await card('Extra folders').getByRole('list', { name: 'Extra folders' }).getByText(shared).waitFor();
  });

  test('the disk is counted by what is on it, and a trash is emptied only after a second yes', async () => {
    await client.files.upload({
      workspaceId,
      uploadId: 'upload-1',
      path: 'big.txt',
      offset: 0,
      base64: Buffer.alloc(100_000).toString('base64'),
      isLast: true,
      replace: false,
    });
    await client.files.remove({ workspaceId, path: 'big.txt' });
    await page.goto(`${server.url}/#/health/space`);
    await page.getByText(/^\d+(\.\d)? [MGT]B are free on this disk\.$/).waitFor();
    await page.getByText('98 KB of it in its trash').or(page.getByText('100 KB of it in its trash')).waitFor();
    expect(await findingsInBothSchemes(page)).toEqual([]);
    await button('Empty the trash of home').click();
    await page.getByText(/cannot be brought back then/).waitFor();
    await button('Delete for good').click();
    await page.getByText(/of it in its trash/).waitFor({ state: 'detached' });
  });
});

describe.skipIf(engineLacks)(`the sandbox of a workspace in Docker${engineLacks === null ? '' : ` (skipped: ${engineLacks})`}`, () => {
  beforeEach(async () => {
    await start('docker');
    await client.plugins.saveSettings({ id: 'docker', settings: { address: engineAddress, image: testImage } });
  });
  afterEach(stop);

  test('shows container, image, uptime and use', async () => {
    await open();
    await button('Start now').click();
    await state('running');
    await card('Sandbox')
      .getByText(/MB of 2 GB/)
      .waitFor();
    await card('Sandbox')
      .getByText(/a container of its own/)
      .first()
      .waitFor();
    await card('Sandbox')
      .getByText(/^[0-9a-f]{12}$/)
      .waitFor();
    await card('Sandbox').getByText('Running for').waitFor();
    expect(await findingsInBothSchemes(page)).toEqual([]);
  });

  test('an image on its way shows its bytes, and is not fetched on after it was cancelled', async () => {
    const registry = await startRegistry({ megabytes: 20, pieceMs: 3_000 });
    try {
      await client.plugins.saveSettings({ id: 'docker', settings: { address: engineAddress, image: registry.image } });
      await open();
      await button('Start now').click();
      await card('Sandbox').getByText('Fetching the image').waitFor();
      await card('Sandbox')
        .getByText(/^\d+(\.\d)? [KM]B of \d+(\.\d)? MB/)
        .waitFor();
      await card('Sandbox').getByRole('progressbar', { name: 'How far the image is' }).waitFor();
      expect(await findingsInBothSchemes(page)).toEqual([]);
      await button('Cancel').click();
      await card('Sandbox')
        .getByRole('alert')
        .getByText(/cancelled/)
        .waitFor();
      await button('Try again').waitFor();
      expect((await engineCall(`/images/${registry.image}/json`)).status).toBe(404);
    } finally {
      await registry.close();
    }
  });

  test('an engine that is not there has a sentence and buttons, and trying again is all it takes afterwards', async () => {
    await client.plugins.saveSettings({ id: 'docker', settings: { address: `unix://${join(home, 'none.sock')}`, image: testImage } });
    await open();
    await button('Start now').or(button('Try again')).first().waitFor();
    await card('Sandbox').getByText('Docker is not running.').waitFor();
    await button('Use another that works').waitFor();
    expect(await findingsInBothSchemes(page)).toEqual([]);
    await client.plugins.saveSettings({ id: 'docker', settings: { address: engineAddress, image: testImage } });
    await button('Try again').or(button('Start now')).first().click();
    await state('running');
  });

  test('an address that is none leads to where it is corrected, and automatic takes what works', async () => {
    await client.plugins.saveSettings({ id: 'docker', settings: { address: 'over there', image: testImage } });
    await open();
    await card('Sandbox').getByText('The address that is set for Docker can not be used.').waitFor();
    await button('Use another that works').click();
    await state('running');
    await card('Sandbox')
      .getByText(/commands of this workspace run: own processes/)
      .waitFor();
    await button('Open its settings').click();
    await page.getByRole('heading', { name: 'Plugins', level: 1 }).waitFor();
  });
});
