import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { createHost, type Host } from '#core/app/create-host.ts';
import { serveLoopback } from '../../main/server/serve-loopback.ts';
import { firstParty } from '../../plugins/first-party.ts';
import { toolboxDir } from '../harness/built.ts';
import { tempHome } from '../harness/temp-home.ts';
import { workerBrowser } from './open-page.ts';
import { findingsInBothSchemes } from './page-checks.ts';

const pictures = process.env.PYNCHY_PICTURES;
let browser: Browser;
let page: Page;
let host: Host;
let server: Awaited<ReturnType<typeof serveLoopback>>;

beforeAll(async () => {
  host = await createHost({ home: tempHome(), version: '0.0.0-test', firstParty, toolboxDir: toolboxDir(), samplesDir: null });
  server = await serveLoopback({ host, rendererDir: inject('pageDir'), onStop: () => undefined });
  browser = await workerBrowser();
});
afterAll(async () => {
  await server.close();
  await host.stop();
});
beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 900, height: 600 } });
  page.setDefaultTimeout(10_000);
  await Promise.all([page.waitForResponse((response) => response.url().endsWith('/api/session')), page.goto(server.openLink())]);
  await page.goto(`${server.url}/#/workspaces`);
  await page.getByRole('heading', { name: 'Workspaces', level: 1 }).waitFor();
});
afterEach(() => page.close());

const create = async (name: string, template = /Household/): Promise<void> => {
  await page.getByRole('button', { name: 'New workspace' }).click();
  await page.getByRole('radio', { name: template }).check({ force: true });
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('heading', { name: new RegExp(name), level: 1 }).waitFor();
};
const tab = (name: string): Promise<void> => page.getByRole('tab', { name }).click();

test('a new workspace begins from a template and opens', async () => {
  await create('bills');
  await tab('Instructions');
  await expect.poll(() => page.getByRole('textbox', { name: /What should the assistant/ }).inputValue()).toContain('household');
});

test('the form says what a name becomes and what is wrong with it, and puts the hand on the path of a folder of one’s own', async () => {
  await page.getByRole('button', { name: 'New workspace' }).click();
  const form = page.getByRole('form', { name: 'New workspace' });
  const name = form.getByRole('textbox', { name: 'Name' });
  const create = form.getByRole('button', { name: 'Create' });
  await name.fill('R&D team 🚀');
  await form.getByText('It will be called R-D-team-🚀', { exact: false }).waitFor();
  await name.fill('hоme');
  await form.getByText('mixes letters of two alphabets', { exact: false }).waitFor();
  expect(await create.isDisabled()).toBe(true);
  await name.fill('&&');
  await form.getByText('A name needs a letter, a digit or an emoji.').waitFor();
  await name.fill('仕事 🏡');
  await form.getByRole('radio', { name: /A folder of yours/ }).check({ force: true });
  const path = form.getByRole('textbox', { name: 'Folder', exact: true });
  await expect.poll(() => path.evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true);
  // What takes the focus scrolls in its box, and never the window.
  expect(await page.evaluate('document.scrollingElement.scrollTop')).toBe(0);
  if (pictures) await page.screenshot({ path: `${pictures}/new-workspace.png` });
  await form.getByRole('radio', { name: /A fresh folder/ }).check({ force: true });
  await create.click();
  await page.getByRole('heading', { name: '仕事-🏡', level: 1 }).waitFor();
});

test('the network of a workspace is off, opens to listed hosts alone, and says what is no host', async () => {
  await create('reach');
  await tab('Sandbox');
  const card = page.getByRole('region', { name: 'Network' });
  await card.getByText('Commands reach nothing outside.').waitFor();
  await card.getByText('Only listed', { exact: true }).click();
  await card.getByText('Commands reach the hosts below and nothing else, through Pynchy alone.').waitFor();
  const field = card.getByRole('textbox', { name: 'Allow one more host' });
  await field.fill('not a host');
  await field.press('Enter');
  await card.getByText('"not a host" is not a host.').waitFor();
  await expect.poll(() => field.inputValue()).toBe('not a host');
  await field.fill('Example.org');
  await field.press('Enter');
  await card.getByRole('list', { name: 'Allowed hosts' }).getByText('example.org', { exact: true }).waitFor();
  expect(await findingsInBothSchemes(page)).toEqual([]);
  await card.getByRole('button', { name: 'Forget example.org' }).click();
  await card.getByRole('list', { name: 'Allowed hosts' }).waitFor({ state: 'detached' });
  await page.reload();
  await card.getByText('Commands reach the hosts below and nothing else, through Pynchy alone.').waitFor();
});

test('half-typed instructions survive a reload, say so, and are gone from the page once they are saved', async () => {
  await create('words');
  await tab('Instructions');
  const field = page.getByRole('textbox', { name: /What should the assistant/ });
  await field.fill('Answer in rhymes.');
  await page.getByText('Not saved yet.').waitFor();
  await page.reload();
  await tab('Instructions');
  await expect.poll(() => field.inputValue()).toBe('Answer in rhymes.');
  await field.press('Control+s');
  await page.getByText('Saved. It counts').waitFor();
  await page.reload();
  await tab('Instructions');
  await expect.poll(() => field.inputValue()).toBe('Answer in rhymes.');
  expect(await page.getByText('Not saved yet.').count()).toBe(0);
});

test('a memory is added, changed and deleted, and undo brings it back', async () => {
  await create('memory');
  await tab('Memory');
  await page.getByText('Nothing is remembered yet').waitFor();
  await page.getByRole('button', { name: 'Add a memory' }).click();
  await page.getByRole('textbox', { name: 'About' }).fill('dentist');
  await page.getByRole('textbox', { name: 'What to remember' }).fill('ד"ר גולד');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('ד"ר גולד').waitFor();
  await page.getByRole('button', { name: 'Delete the memory "dentist"' }).click();
  await page.getByText('Nothing is remembered yet').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('ד"ר גולד').waitFor();
});

test('files go up, are looked at, come down, and a deleted one comes back', async () => {
  await create('files');
  await tab('Files');
  await page.getByText('No files yet').waitFor();
  const picker = page.locator('input[type=file]');
  await picker.setInputFiles([{ name: 'note.md', mimeType: 'text/markdown', buffer: Buffer.from('# First') }]);
  await page.getByRole('button', { name: 'note.md', exact: true }).click();
  await page.getByRole('region', { name: 'Preview of note.md' }).getByText('# First').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('note.md');

  // Somebody else moved it away and put it back: the click that failed is not the last word.
  const file = join(host.paths.workspaces, 'files', 'note.md');
  await rename(file, `${file}.away`);
  await page.getByRole('button', { name: 'note.md', exact: true }).click();
  await page.getByText('The file could not be opened').waitFor();
  await rename(`${file}.away`, file);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('region', { name: 'Preview of note.md' }).getByText('# First').waitFor();
  await page.keyboard.press('Escape');

  await picker.setInputFiles([{ name: 'note.md', mimeType: 'text/markdown', buffer: Buffer.from('# Second') }]);
  await page.getByText('note.md exists already.').waitFor();
  await page.getByRole('button', { name: 'Replace it' }).click();
  await page.getByRole('list', { name: 'Uploads' }).waitFor({ state: 'detached' });
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download note.md' }).click()]);
  expect(await readFile(await download.path(), 'utf8')).toBe('# Second');

  await page.getByRole('button', { name: 'Delete note.md' }).click();
  await page.getByText('No files yet').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'note.md', exact: true }).waitFor();
});

test('a big file goes up and comes down in parts, whole', async () => {
  await create('big');
  await tab('Files');
  const big = Buffer.alloc(5_000_000, 'abcdefg');
  await page.locator('input[type=file]').setInputFiles([{ name: 'big.bin', mimeType: 'application/octet-stream', buffer: big }]);
  await page.getByRole('button', { name: 'Download big.bin' }).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download big.bin' }).click()]);
  expect((await readFile(await download.path())).equals(big)).toBe(true);
});

test('a workspace is deleted by its typed name only, and restored from the trash', async () => {
  await create('doomed');
  await page.getByRole('button', { name: 'Delete …' }).click();
  const form = page.getByRole('form', { name: 'Delete doomed' });
  await form.getByRole('textbox').fill('doome');
  expect(await form.getByRole('button', { name: 'Move to the trash' }).isDisabled()).toBe(true);
  await form.getByRole('textbox').fill('doomed');
  await form.getByRole('textbox').press('Enter');
  const trash = page.getByRole('region', { name: 'Trash' });
  await trash.getByText('Deleted for good in 30 days.').waitFor();
  await trash.getByRole('button', { name: 'Restore: doomed' }).click();
  await page
    .getByRole('list', { name: 'Workspaces' })
    .getByRole('button', { name: /doomed/ })
    .waitFor();
});

test('the admin workspace says why it cannot be deleted', async () => {
  await page.getByRole('list', { name: 'Workspaces' }).getByRole('button', { name: /home/ }).click();
  await page.getByText('This is the admin workspace').waitFor();
  expect(await page.getByRole('button', { name: 'Delete …' }).count()).toBe(0);
});

test('no screen has an accessibility finding or scrolls sideways', async () => {
  expect(await findingsInBothSchemes(page)).toEqual([]);
  await create('looks');
  for (const name of ['General', 'Sandbox', 'Instructions', 'Memory', 'Files']) {
    await tab(name);
    await page.getByRole('tabpanel', { name }).waitFor();
    expect([name, await findingsInBothSchemes(page)]).toEqual([name, []]);
    for (const width of [390, 900]) {
      await page.setViewportSize({ width, height: 600 });
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), `${name}, ${width} wide`).toBe(true);
    }
  }
});
