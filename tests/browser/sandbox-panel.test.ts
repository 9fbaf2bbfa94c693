import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { calling, obey } from '../harness/obey.ts';
import { say } from '../harness/talk.ts';
import { tempFolder } from '../harness/temp-home.ts';
import { useModel as answerWith } from '../harness/wire.ts';
import { startModelSim } from '../sim/models/server.ts';
import { type PanelSite, panelSites } from './fixture-panel.ts';
import { findingsInBothSchemes, misfits } from './page-checks.ts';

const panelSite = panelSites();
let t: PanelSite;

describe.each(['bubblewrap', 'just-bash'])('the sandbox of a workspace in %s', (kind) => {
  beforeEach(async () => {
    t = await panelSite(kind);
  });
  afterEach(() => t.stop());

  test('starts, says how strong it is and what it uses, and stops', async () => {
    await t.open();
    await t.state('starts when needed');
    await t.button('Start now').click();
    await t.state('running');
    await t
      .card('Sandbox')
      .getByText(/% of a core/)
      .waitFor();
    await t.card('Sandbox').getByText('Running for').waitFor();
    await t
      .card('Sandbox')
      .getByText(/^\d+(\.\d)? MB$/)
      .waitFor();
    const words = kind === 'bubblewrap' ? /own processes, no network/ : /a convenience, not a wall/;
    await t.card('Sandbox').getByText(words).waitFor();
    await t
      .card('What runs in it')
      .getByText(kind === 'bubblewrap' ? 'Nothing runs in the background.' : /This kind has no processes/)
      .waitFor();
    expect(await findingsInBothSchemes(t.page)).toEqual([]);
    expect(await misfits(t.page)).toEqual([]);
    await t.button('Stop').click();
    await t.card('Sandbox').getByText('Stopped by you.').waitFor();
  });
});

describe('the sandbox of a workspace', () => {
  beforeEach(async () => {
    t = await panelSite('bubblewrap');
  });
  afterEach(() => t.stop());

  test('shows what runs in the background, and names it before a restart ends it', async () => {
    await t.run('sleep 1234 >/dev/null 2>&1 & echo ok');
    await t.open();
    await t.card('What runs in it').getByText('sleep 1234').waitFor();
    await t.button('Restart').click();
    const sure = t.page.getByRole('form', { name: 'Restart the sandbox?' });
    await sure.getByText('Ends what runs in it: sleep 1234').waitFor();
    await sure.locator('button:focus').getByText('Cancel').waitFor();
    await sure.getByRole('button', { name: 'Restart' }).click();
    await t.card('What runs in it').getByText('Nothing runs in the background.').waitFor();
  });

  test('a folder is refused in words, or allowed by a second yes, read only until two more are given', async () => {
    const shared = tempFolder('shared');
    mkdirSync(join(shared, 'data'));
    mkdirSync(join(shared, '.ssh'));
    symlinkSync(join(shared, '.ssh'), join(shared, 'harmless'));
    writeFileSync(join(shared, 'data', 'note.txt'), 'from outside');
    chmodSync(shared, 0o755);
    await t.open();
    const folders = t.card('Extra folders');
    await t.button('Add a folder').click();
    const field = folders.getByRole('textbox', { name: 'Folder' });
    for (const [path, said] of [
      ['data', /does not say where it begins/],
      [join(shared, 'nowhere'), /is not there, or is no folder/],
      [t.home, /holds data of Pynchy itself/],
    ] as const) {
      await field.fill(path);
      await field.press('Enter');
      await folders.getByText(said).waitFor();
    }
    await field.fill(join(shared, 'data'));
    await field.press('Enter');
    await folders.getByText('No sandbox may see this folder yet. Allow reading it?').waitFor();
    expect(await findingsInBothSchemes(t.page)).toEqual([]);
    await t.button('Allow and add').click();
    await folders.getByText('read only', { exact: true }).waitFor();

    // The wish alone is not enough: the list must say so too.
    await folders.getByRole('switch', { name: /^Commands may change/ }).click({ force: true });
    await folders.getByText(/lets sandboxes only read there/).waitFor();
    await t.button('What is allowed').click();
    await folders.getByText(join(t.home, 'mount-allowlist.json')).waitFor();
    await folders.getByRole('switch', { name: /^Sandboxes may change/ }).click({ force: true });
    await folders.getByText('can be changed', { exact: true }).waitFor();
    expect(await findingsInBothSchemes(t.page)).toEqual([]);

    // A harmless name for a place of keys, now that its surroundings are allowed.
    await t.client.sandbox.setMountList({
      allowedRoots: [{ path: shared, allowReadWrite: true, description: '' }],
      blockedPatterns: [],
      nonAdminReadOnly: true,
    });
    await t.button('Add a folder').click();
    await field.fill(join(shared, 'harmless'));
    await field.press('Enter');
    await folders.getByText(/harmless → .*\.ssh looks like a place for keys/).waitFor();
    await t.button('Cancel').click();

    // By hand, and broken: it is told at once, and nothing of it is written over.
    writeFileSync(join(t.home, 'mount-allowlist.json'), '{ not json');
    await folders.getByText(/cannot be understood, so nothing is mounted/).waitFor();
    await folders.getByText('refused', { exact: true }).waitFor();
    await expect(t.client.sandbox.setMountList({ allowedRoots: [], blockedPatterns: [], nonAdminReadOnly: true })).rejects.toMatchObject({
      data: { code: 'mount-list-unreadable' },
    });
  });

  test('a command in the background is there with its output as it comes, and is stopped by itself', async () => {
    const sim = await startModelSim();
    try {
      sim.script(obey);
      await answerWith(t.client, sim);
      const chat = await t.client.chats.open({ workspace: 'home', surface: 'desktop' });
      const file = 'go';
      const command = `echo first; while [ ! -e ${file} ]; do sleep 0.1; done; echo second; sleep 1000`;
      await say(t.client, chat.id, calling('run', { command, background: true }));
      await t.open();
      const runs = t.card('What runs in it');
      await runs.getByRole('button', { name: /^Output/ }).click();
      const log = runs.getByRole('log', { name: 'Output of the command' });
      await log.getByText('first').waitFor();
      await t.run(`touch ${file}`);
      await log.getByText('second').waitFor();
      expect(await findingsInBothSchemes(t.page)).toEqual([]);
      await runs.getByRole('button', { name: /^Stop echo first/ }).click();
      await runs.getByText(/^ended by SIG/).waitFor();
      expect(await t.client.sandbox.panel({ id: t.workspaceId })).toMatchObject({ state: 'ready', processes: [] });
    } finally {
      await sim.close();
    }
  });

  test('a reset names what it takes, and undo brings all of it back', async () => {
    const shared = tempFolder('shared');
    await t.client.sandbox.setNetwork({ id: t.workspaceId, mode: 'allow-list' });
    await t.client.sandbox.allowHost({ id: t.workspaceId, host: 'example.org' });
    await t.client.sandbox.setMountList({
      allowedRoots: [{ path: shared, allowReadWrite: false, description: '' }],
      blockedPatterns: [],
      nonAdminReadOnly: true,
    });
    await t.client.sandbox.setMount({ id: t.workspaceId, name: 'shared', path: shared, write: false });
    await t.open();
    await t.button('Reset …').click();
    const sure = t.page.getByRole('form', { name: 'Reset the sandbox?' });
    for (const line of ['Turns the network off.', 'Forgets the allowed host example.org.', `Takes away the extra folder ${shared}.`])
      await sure.getByText(line).waitFor();
    await sure.getByRole('button', { name: 'Reset' }).click();
    await t.page.getByText('Reset: network off, no extra folders.').waitFor();
    await t.card('Network').getByText('Commands reach nothing outside.').waitFor();
    expect(await t.client.sandbox.panel({ id: t.workspaceId })).toMatchObject({ mounts: [], network: { mode: 'off', hosts: [] } });
    await t.button('Undo').click();
    await t.card('Network').getByRole('list', { name: 'Allowed hosts' }).getByText('example.org').waitFor();
    await t.card('Extra folders').getByRole('list', { name: 'Extra folders' }).getByText(shared).waitFor();
  });

  test('the disk is counted by what is on it, and a trash is emptied only after a second yes', async () => {
    await t.client.files.upload({
      workspaceId: t.workspaceId,
      uploadId: 'upload-1',
      path: 'big.txt',
      offset: 0,
      base64: Buffer.alloc(100_000).toString('base64'),
      isLast: true,
      replace: false,
    });
    await t.client.files.remove({ workspaceId: t.workspaceId, path: 'big.txt' });
    await t.page.goto(`${t.server.url}/#/health/space`);
    await t.page.getByText(/^\d+(\.\d)? [MGT]B are free on this disk\.$/).waitFor();
    await t.page.getByText('98 KB of it in its trash').or(t.page.getByText('100 KB of it in its trash')).waitFor();
    expect(await findingsInBothSchemes(t.page)).toEqual([]);
    await t.button('Empty the trash of home').click();
    await t.page.getByText(/cannot be brought back then/).waitFor();
    await t.button('Delete for good').click();
    await t.page.getByText(/of it in its trash/).waitFor({ state: 'detached' });
  });
});
