import type { Page } from 'playwright';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultUiSettings } from '#contract/model/ui-settings.ts';
import { fixturePage } from './fixture-page.ts';
import { makeChat } from './fixture-state.ts';

let page: Page;
const { browser, host } = fixturePage(({ state }) => {
  state.ui = defaultUiSettings;
  state.chats = [makeChat({ name: 'home', lastAt: null })];
  state.accounts = state.accounts.filter(({ noAi }) => noAi);
  state.workspaces = state.workspaces.map((workspace) => ({
    ...workspace,
    accounts: [{ id: 'acc-2', name: 'practice', provider: 'practice' }],
    model: null,
  }));
});
beforeEach(async () => {
  // Not opened as elsewhere: no chat comes first.
  page = await browser().newPage({ viewport: { width: 1180, height: 780 } });
  page.setDefaultTimeout(10_000);
});
afterEach(() => page.close());

const callsOf = (name: string): unknown[] =>
  host()
    .calls.filter((call) => call.name === name)
    .map(({ input }) => input);

test('with a model server on this computer, three clicks lead to a first answer', async () => {
  await page.goto(host().link());
  await page.getByRole('heading', { name: 'Who should think?' }).waitFor();
  const local = page.getByRole('radio', { name: 'Ollama is running here: qwen3:8b Free, stays on this computer.' });
  await expect.poll(() => local.isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Test and use it' }).click();
  await page.getByText('It cost nothing.').waitFor();
  expect(callsOf('accounts.tryOut')).toMatchObject([{ provider: 'openai', baseUrl: 'http://127.0.0.1:11434/v1', key: null }]);
  expect(callsOf('workspaces.set')).toEqual([{ name: 'home', accounts: ['ollama'], model: null }]);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Where may it work?' }).waitFor();
  await page.getByText('/data/home').waitFor();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: /Add up what I spent in March/ }).click();
  await page.getByRole('textbox', { name: /Message to/ }).waitFor();
  expect(callsOf('messages.send')).toHaveLength(1);
  expect(host().state.ui.welcome).toBe('done');
});

test('a key is tried before it is saved, and one that is refused is not kept', async () => {
  await page.goto(host().link());
  await page.getByRole('radio', { name: /I have a key/ }).check();
  const field = page.getByRole('textbox', { name: 'Key' });
  await field.fill('sk-ant-bad');
  await page.getByText('This looks like a key of Claude.').waitFor();
  await field.press('Enter');
  await page.getByText('This did not work, so nothing was saved.').waitFor();
  expect(callsOf('accounts.add')).toEqual([]);
  await field.fill('sk-ant-good');
  await field.press('Enter');
  await page.getByText('This test cost about $0.00021.').waitFor();
  expect(callsOf('accounts.add')).toMatchObject([{ name: 'claude', provider: 'anthropic', key: 'sk-ant-good' }]);
  await page.getByRole('button', { name: 'Continue' }).waitFor();
  expect(await field.count()).toBe(0);
});

test('Esc puts the steps off for good, and they go on where they were when they are asked for', async () => {
  await page.goto(host().link());
  await page.getByRole('radio', { name: /Look around first/ }).check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Where may it work?' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: /Message to/ }).waitFor();
  await page.reload();
  await page.getByRole('textbox', { name: /Message to/ }).waitFor();
  await page.goto(`${host().url}/#/welcome`);
  await page.getByRole('heading', { name: 'Where may it work?' }).waitFor();
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('heading', { name: 'Who should think?' }).waitFor();
});

test('nobody who has talked already, or has a model, is led through first steps', async () => {
  host().state.chats = [makeChat()];
  await page.goto(host().link());
  await page.getByRole('textbox', { name: /Message to/ }).waitFor();
  expect(await page.getByRole('heading', { name: 'Who should think?' }).count()).toBe(0);
});

test('what a browser cannot do is said once, and stays away when it was put away', async () => {
  host().state.ui = { ...defaultUiSettings, welcome: 'done' };
  await page.goto(host().link());
  await page.getByText('Browser version: no tray, shortcut or autostart. Everything else is the same.').waitFor();
  await page.getByRole('button', { name: 'What is missing' }).click();
  await page.getByText(/icon in the tray/).waitFor();
  await page.getByRole('button', { name: 'Do not show this again' }).click();
  await page.getByText('Browser version').waitFor({ state: 'hidden' });
  expect(host().state.ui.seen).toEqual(['browser-strip']);
  await page.reload();
  await page.getByRole('textbox', { name: /Message to/ }).waitFor();
  expect(await page.getByText('Browser version').count()).toBe(0);
});
