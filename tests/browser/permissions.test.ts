import { createRouterClient } from '@orpc/server';
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
  const surface = { surface: 'desktop' as const, openLink: () => '', url: () => null, stop: () => undefined };
  const client = createRouterClient(host.api, { context: surface });
  await client.accounts.add({ name: 'second', provider: 'practice' });
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
  await expect.poll(() => page.getByLabel('What it may do').inputValue()).toBe('standard');
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
  const saved = card('What it may do').getByText('Saved. It counts from the next call on.');
  await saved.waitFor();
  expect(id).not.toBe('');
  const rules = card('Rules');
  await rules.getByRole('button', { name: 'New rule' }).click();
  await rules.getByRole('button', { name: 'Store this rule' }).click();
  await saved.waitFor({ state: 'detached' });
});

test('a copy is changed in a form whose risks change along, is used, and what is wrong with it is said', async () => {
  await created();
  await page.getByRole('button', { name: 'Make a copy to change' }).click();
  const form = page.getByRole('form', { name: 'A profile of your own' });
  await form.getByRole('textbox', { name: 'Name' }).fill(`careful-${n}`);
  await form.getByRole('switch', { name: /^run\b/ }).uncheck({ force: true });
  await form.getByLabel('How write is treated').selectOption('ask each time');
  await form.getByLabel('Network of commands, at most').selectOption('These hosts');
  await form.getByRole('button', { name: 'Save and use it here' }).click();
  await form.getByText('The list "hosts" names nothing.').waitFor();
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

test('a copy never takes the place of a profile that is there, and what no workspace has can be removed', async () => {
  await created();
  const own = `kept-${n}`;
  const form = page.getByRole('form', { name: 'A profile of your own' });
  const copy = async (): Promise<void> => page.getByRole('button', { name: 'Make a copy to change' }).click();
  await copy();
  const name = form.getByRole('textbox', { name: 'Name' });
  await expect.poll(() => page.evaluate('document.activeElement.value')).toBe('my-standard');
  await name.fill(own);
  await form.getByRole('button', { name: 'Save and use it here' }).click();
  await form.waitFor({ state: 'detached' });
  await copy();
  await expect.poll(() => name.inputValue()).toBe(`${own}-2`);
  await name.fill(own.toUpperCase());
  await form.getByText('There is a profile of this name already.').waitFor();
  await form.getByRole('button', { name: 'Save and use it here' }).click();
  expect(await form.count()).toBe(1);
  await form.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => page.evaluate('document.activeElement.type')).toBe('radio');
  await page.getByRole('radio', { name: /Standard/ }).check({ force: true });
  await page.getByRole('button', { name: `Remove the profile ${own}` }).click();
  expect(await findingsInBothSchemes(page)).toEqual([]);
  await page
    .getByRole('form', { name: `Remove the profile ${own}?` })
    .getByRole('button', { name: 'Remove' })
    .click();
  await expect.poll(() => page.getByText(own).count()).toBe(0);
});

test('a profile that does not fit the workspace is stored, says so beside the button, and can be mended', async () => {
  await created();
  await page.getByRole('button', { name: 'Make a copy to change' }).click();
  const form = page.getByRole('form', { name: 'A profile of your own' });
  await form.getByRole('textbox', { name: 'Name' }).fill(`narrow-${n}`);
  await form.getByRole('combobox', { name: 'Accounts that may think here' }).selectOption('Only these');
  await form.getByRole('checkbox', { name: 'practice', exact: true }).uncheck();
  await form.getByRole('button', { name: 'Save and use it here' }).click();
  const stored = page.getByRole('form', { name: `Change narrow-${n}` });
  await stored.getByText('This profile does not fit the workspace').waitFor();
  await stored.getByRole('combobox', { name: 'Accounts that may think here' }).selectOption('All, also later ones');
  await stored.getByRole('button', { name: 'Save and use it here' }).click();
  await stored.waitFor({ state: 'detached' });
  expect(await chosen()).toBe(`narrow-${n}`);
});

test('a rule is shown as a sentence before it is stored, decides in a trial, and one click takes it back', async () => {
  await created();
  const rules = card('Rules');
  await rules.getByText('No rules yet.').waitFor();
  await rules.getByRole('button', { name: 'New rule' }).click();
  await rules.getByLabel('What it says').selectOption('Never allow');
  await rules.getByLabel('Tool').selectOption('write');
  await rules.getByRole('button', { name: 'Add a condition' }).click();
  const sentence = rules.locator('.py-sec__sentence');
  await sentence.getByText('The rule stands here once every condition is filled in.').waitFor();
  await rules.getByRole('button', { name: 'Store this rule' }).click();
  await rules.getByText('Fill this in, or remove the condition.').waitFor();
  const folder = rules.getByLabel('Folder in the workspace');
  await expect.poll(() => folder.evaluate((el) => el === el.ownerDocument.activeElement)).toBe(true);
  await folder.fill('taxes');
  const text = 'Never allow write, on "taxes" and what is in it.';
  await sentence.getByText(text).waitFor();
  await rules.getByRole('button', { name: 'Store this rule' }).click();
  await rules.getByRole('list', { name: 'Rules' }).getByText(text).waitFor();
  await rules.getByText('You, today').waitFor();
  const trial = card('Try it');
  await trial.getByLabel('Tool').selectOption('write');
  await trial.getByLabel('path').fill('x/../taxes/a.txt');
  await trial.getByLabel('content').fill('x');
  await trial.getByRole('button', { name: 'What would happen?' }).click();
  await trial.getByText('It would be refused.').waitFor();
  const answer = trial.getByText(`The rule that decides: ${text}`);
  await expect
    .poll(() => answer.evaluate((el) => el.getBoundingClientRect().bottom <= el.ownerDocument.documentElement.clientHeight))
    .toBe(true);
  expect(await findingsInBothSchemes(page)).toEqual([]);
  await rules.getByRole('button', { name: `Take back: ${text}` }).click();
  await rules.getByText('No rules yet.').waitFor();
});

test('a rule about several hosts is typed as one types: with blanks between them', async () => {
  await created();
  const rules = card('Rules');
  await rules.getByRole('button', { name: 'New rule' }).click();
  const form = page.getByRole('form', { name: 'New rule' });
  await form.getByRole('combobox', { name: 'Tool' }).selectOption('web_fetch');
  await form.getByRole('button', { name: 'Add a condition' }).click();
  await form.getByRole('combobox', { name: 'When' }).selectOption('its address is at the host');
  await form.getByRole('textbox', { name: 'Host, such as example.org' }).pressSequentially('a.example b.example ');
  await form.getByRole('button', { name: 'Store this rule' }).click();
  await rules.getByText('Ask before web_fetch, at "a.example" or "b.example".').waitFor();
});
