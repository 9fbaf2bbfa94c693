import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
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

let browser: Browser;
let page: Page;
let host: Host;
let server: Awaited<ReturnType<typeof serveLoopback>>;
let mine: string;

beforeAll(async () => {
  host = await createHost({ home: tempHome(), version: '0.0.0-test', firstParty, toolboxDir: toolboxDir(), samplesDir: null });
  server = await serveLoopback({ host, rendererDir: inject('pageDir'), onStop: () => undefined });
  browser = await workerBrowser();
  mine = join(realpathSync(tempHome()), 'papers');
  mkdirSync(mine);
  writeFileSync(join(mine, 'list.txt'), 'milk\n');
});
afterAll(async () => {
  await server.close();
  await host.stop();
});
beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 900, height: 600 } });
  page.setDefaultTimeout(10_000);
  await Promise.all([page.waitForResponse((response) => response.url().endsWith('/api/session')), page.goto(server.openLink())]);
});
afterEach(() => page.close());

test('the second step takes a folder of yours, refuses one with words, and works there', async () => {
  await page.goto(`${server.url}/#/welcome`);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Where may it work?' }).waitFor();
  await page.getByRole('radio', { name: /A folder of yours/ }).check({ force: true });
  const field = page.getByRole('textbox', { name: 'Folder' });
  await field.fill('/etc');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('A workspace cannot have /etc.').waitFor();
  expect(await findingsInBothSchemes(page)).toEqual([]);
  await field.fill(mine);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Say something' }).waitFor();
  await page.keyboard.press('Escape');
  const composer = page.getByRole('textbox', { name: /Message to/ });
  await composer.fill('!cat list.txt');
  await composer.press('Enter');
  await page.getByText('milk').waitFor();
});

test('the change to a file is taken back from its difference, once', async () => {
  const composer = page.getByRole('textbox', { name: /Message to/ });
  await composer.fill('write "bread" to bread.txt');
  await composer.press('Enter');
  await page
    .getByRole('button', { name: /changed|wrote|1 file/i })
    .last()
    .click();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await page
    .getByText(/taken back/)
    .first()
    .waitFor();
  expect(() => readFileSync(join(mine, 'bread.txt'))).toThrow();
});

test('an export can leave the folder out, and comes back in as something new', async () => {
  await page.goto(`${server.url}/#/settings/data`);
  const own = page.getByRole('group', { name: 'Also the files in folders of your own' });
  await own.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const file = await page.locator('.py-settings__done code').innerText();
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByText('Brought home-2').waitFor();
  expect(await findingsInBothSchemes(page)).toEqual([]);
  await page.locator('input[type=file]').setInputFiles({ name: 'odd.zip', mimeType: 'application/zip', buffer: Buffer.from('no archive') });
  await page.getByText('This file is no export of Pynchy.').waitFor();
});
