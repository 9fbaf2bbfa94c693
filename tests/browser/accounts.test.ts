import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { type FixtureHost, startFixtureHost } from './fixture-host.ts';
import { launchBrowser, type OpenPage, openPage } from './open-page.ts';

let browser: Browser;
let host: FixtureHost;
let open: OpenPage;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  host = await startFixtureHost(inject('pageDir'));
  const [work] = host.state.accounts;
  if (work) host.state.accounts = [...host.state.accounts, { ...work, id: 'acc-3', name: 'spare' }];
  open = await openPage(browser, host, { path: '#/accounts' });
});
afterEach(async () => {
  try {
    await open?.close();
  } finally {
    await host.close();
  }
});

const saved = (): unknown => host.calls.findLast(({ name }) => name === 'workspaces.set')?.input;
const activeText = (): Promise<unknown> => open.page.evaluate('document.activeElement.textContent || document.activeElement.value');

test('choosing another account sets exactly that one: the one before does not stay as a fallback', async () => {
  const card = open.page.getByRole('article', { name: 'home' });
  await card.getByRole('combobox', { name: 'Account' }).selectOption('practice');
  await card.getByRole('button', { name: 'Save' }).click();
  await card.getByText('Saved.').waitFor();
  expect(saved()).toEqual({ name: 'home', accounts: ['practice'], model: null });
});

test('a fallback is what the person adds, in that order, and goes when it is removed', async () => {
  const card = open.page.getByRole('article', { name: 'home' });
  const add = card.getByRole('button', { name: 'Add an account for when work cannot answer' });
  await add.click();
  await add.click();
  await card.getByRole('combobox', { name: 'Account 1 when the others cannot answer' }).waitFor();
  expect(await add.count()).toBe(0);
  await card.getByRole('button', { name: 'Save' }).click();
  await card.getByText('Saved.').waitFor();
  expect(saved()).toMatchObject({ accounts: ['work', 'practice', 'spare'] });

  await card.getByRole('button', { name: 'Do not use practice then' }).click();
  await card.getByRole('combobox', { name: 'Account', exact: true }).selectOption('spare');
  await card.getByRole('button', { name: 'Save' }).click();
  await expect.poll(saved).toMatchObject({ accounts: ['spare'] });
});

test('another address is saved and tried at once', async () => {
  const card = open.page.getByRole('article', { name: 'work' });
  await card.getByRole('button', { name: 'Change address' }).click();
  const field = card.getByRole('textbox', { name: 'New address' });
  expect(await field.inputValue()).toBe('https://api.anthropic.com');
  await field.fill('http://127.0.0.1:9/v1');
  await field.press('Enter');
  await card.getByText('work answered in 0.9 s.').waitFor();
  await card.getByText('http://127.0.0.1:9/v1').waitFor();
  expect(await open.page.getByRole('article', { name: 'practice' }).getByRole('button', { name: 'Change address' }).count()).toBe(0);
});

test('an account whose plugin is off says so', async () => {
  const card = open.page.getByRole('article', { name: 'work' });
  await card.waitFor();
  expect(await card.getByText('Its plugin is off').count()).toBe(0);
  host.state.plugins = host.state.plugins.map((plugin) => (plugin.id === 'anthropic' ? { ...plugin, state: 'disabled' } : plugin));
  host.emit('plugin', 'anthropic', { chatId: null });
  await card.getByText('Its plugin is off').waitFor();
});

test('Esc takes a removal back and closes the form, and the focus returns to where it came from', async () => {
  const { page } = open;
  const card = page.getByRole('article', { name: 'work' });
  await card.getByRole('button', { name: 'Remove', exact: true }).click();
  await card.getByRole('button', { name: 'Remove work and its key' }).waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(activeText).toBe('Remove');
  expect(host.calls.some(({ name }) => name === 'accounts.remove')).toBe(false);

  await page.getByRole('button', { name: 'Add account' }).click();
  await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('SELECT');
  await page.keyboard.press('Escape');
  await page.getByRole('form', { name: 'Add account' }).waitFor({ state: 'hidden' });
  await expect.poll(activeText).toBe('Add account');
});
