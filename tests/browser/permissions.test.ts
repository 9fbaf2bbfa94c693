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
let id = '';
let n = 0;

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
  await page.getByRole('button', { name: 'New workspace' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(`w${++n}`);
});
afterEach(() => page.close());

const created = async (): Promise<void> => {
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('heading', { name: `w${n}`, level: 1 }).waitFor();
  id = new URL(page.url()).hash;
  await page.getByRole('tab', { name: 'Permissions' }).click();
  await card('What it may do').waitFor();
};
const card = (name: string) => page.getByRole('region', { name });
const chosen = (): Promise<string | null> => page.locator('.py-choice[data-chosen] strong').first().textContent();

test('a new workspace is asked what it may do, in plain words, and begins with standard', async () => {
  expect(await page.getByLabel('What it may do').inputValue()).toBe('standard');
  await page.getByLabel('What it may do').selectOption('Locked');
  await page.getByText('Answers only: no files, no programs, no network.').waitFor();
  await created();
  expect(await chosen()).toBe('Locked');
  await page.getByText('Little: it can give wrong answers.').waitFor();
});

test('another profile is one click, and says what could go wrong with it', async () => {
  await created();
  await page.getByText('It can change or delete files here, and in folders of yours that you add.').waitFor();
  await page.getByRole('radio', { name: /Trusted/ }).check({ force: true });
  await page.getByText('A rule of yours can let it post into your other chats without asking.').waitFor();
  await card('What it may do').getByText('Saved. It counts from the next call on.').waitFor();
  expect(id).not.toBe('');
});

test('a copy is changed in a form whose risks change along, is used, and what is wrong with it is said', async () => {
  await created();
  await page.getByRole('button', { name: 'Make a copy to change' }).click();
  const form = page.getByRole('form', { name: 'A profile of your own' });
  await form.getByRole('textbox', { name: 'Name' }).fill(`careful-${n}`);
  await form.getByRole('switch', { name: 'run', exact: true }).uncheck({ force: true });
  await form.getByLabel('How write is treated').selectOption('ask each time');
  await form.getByLabel('Network of commands, at most').selectOption('These hosts');
  await form.getByRole('button', { name: 'Save and use it here' }).click();
  await form.getByText(/network\.hosts: The list "hosts" names nothing\./).waitFor();
  await form.getByLabel('Network of commands, at most').selectOption('None');
  await form.getByLabel('Beyond the conversation').selectOption('My rules may allow it, also where others read');
  await form.getByText('A rule of yours can let it send to other people without asking.').waitFor();
  expect(await findingsInBothSchemes(page)).toEqual([]);
  await form.getByRole('button', { name: 'Save and use it here' }).click();
  await form.waitFor({ state: 'detached' });
  expect(await chosen()).toBe(`careful-${n}`);
  const trial = card('Try it');
  await trial.getByLabel('Tool').selectOption('run');
  await trial.getByLabel('command').fill('ls');
  await trial.getByRole('button', { name: 'What would happen?' }).click();
  await trial.getByText('It would be refused.').waitFor();
});

test('a rule is shown as a sentence before it is stored, decides in a trial, and one click takes it back', async () => {
  await created();
  const rules = card('Rules');
  await rules.getByText('No rules yet.').waitFor();
  await rules.getByRole('button', { name: 'New rule' }).click();
  await rules.getByLabel('What it says').selectOption('Never allow');
  await rules.getByLabel('Tool').selectOption('write');
  await rules.getByRole('button', { name: 'Add a condition' }).click();
  await rules.getByLabel('Folder in the workspace').fill('taxes');
  const text = 'Never allow write, on "taxes" and what is in it.';
  await rules.locator('.py-sec__sentence').getByText(text).waitFor();
  await rules.getByRole('button', { name: 'Store this rule' }).click();
  await rules.getByRole('list', { name: 'Rules' }).getByText(text).waitFor();
  const trial = card('Try it');
  await trial.getByLabel('Tool').selectOption('write');
  await trial.getByLabel('path').fill('x/../taxes/a.txt');
  await trial.getByLabel('content').fill('x');
  await trial.getByRole('button', { name: 'What would happen?' }).click();
  await trial.getByText('It would be refused.').waitFor();
  await trial.getByText(`The rule that decides: ${text}`).waitFor();
  expect(await findingsInBothSchemes(page)).toEqual([]);
  await rules.getByRole('button', { name: `Take back: ${text}` }).click();
  await rules.getByText('No rules yet.').waitFor();
});
