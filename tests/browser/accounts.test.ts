import { beforeEach, expect, test } from 'vitest';
import { fixturePage } from './fixture-page.ts';

const { host, open, opened } = fixturePage((host) => {
  const [work] = host.state.accounts;
  if (work) host.state.accounts = [...host.state.accounts, { ...work, id: 'acc-3', name: 'spare', usedBy: [] }];
});
beforeEach(async () => {
  await open({ path: '#/accounts' });
});

const activeText = (): Promise<unknown> => opened().page.evaluate('document.activeElement.textContent || document.activeElement.value');

test('another address is saved and tried at once', async () => {
  const card = opened().page.getByRole('article', { name: 'work' });
  await card.getByRole('button', { name: 'Change address' }).click();
  const field = card.getByRole('textbox', { name: 'New address' });
  await expect.poll(() => field.inputValue()).toBe('https://api.anthropic.com');
  await field.fill('http://127.0.0.1:9/v1');
  await field.press('Enter');
  await card.getByText('work answered in 0.9 s.').waitFor();
  await card.getByText('http://127.0.0.1:9/v1').waitFor();
  expect(await opened().page.getByRole('article', { name: 'practice' }).getByRole('button', { name: 'Change address' }).count()).toBe(0);
});

test('an account whose plugin is off says so', async () => {
  const card = opened().page.getByRole('article', { name: 'work' });
  await card.waitFor();
  expect(await card.getByText('Its plugin is off').count()).toBe(0);
  host().state.plugins = host().state.plugins.map((plugin) => (plugin.id === 'anthropic' ? { ...plugin, state: 'disabled' } : plugin));
  host().emit('plugin', 'anthropic', { chatId: null });
  await card.getByText('Its plugin is off').waitFor();
});

test('Esc takes a removal back and closes the form, and the focus returns to where it came from', async () => {
  const { page } = opened();
  const card = page.getByRole('article', { name: 'spare' });
  await card.getByRole('button', { name: 'Remove', exact: true }).click();
  await card.getByRole('button', { name: 'Remove spare and its key' }).waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(activeText).toBe('Remove');
  expect(host().calls.some(({ name }) => name === 'accounts.remove')).toBe(false);

  await page.getByRole('button', { name: 'Add account' }).click();
  await expect.poll(() => page.evaluate('document.activeElement.type')).toBe('password');
  await page.keyboard.press('Escape');
  await page.getByRole('form', { name: 'Add account' }).waitFor({ state: 'hidden' });
  await expect.poll(activeText).toBe('Add account');
});

const calls = (name: string): unknown[] =>
  host()
    .calls.filter((call) => call.name === name)
    .map(({ input }) => input);

test('a pasted key says whose it is, is tried before anything is saved, and saved only after it answered', async () => {
  const { page } = opened();
  await page.getByRole('button', { name: 'Add account' }).click();
  const form = page.getByRole('form', { name: 'Add account' });
  await form.getByLabel('Key', { exact: true }).fill('sk-ant-abc');
  await form.getByText('Looks like a key of Claude').waitFor();
  await form.getByRole('button', { name: 'Test' }).click();
  await form.getByText('answered in 0.9 s.').waitFor();
  expect(calls('accounts.add')).toEqual([]);
  // Another key has not been tried.
  await form.getByLabel('Key', { exact: true }).fill('sk-ant-abcd');
  await form.getByRole('button', { name: 'Test' }).click();
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('article', { name: 'claude' }).waitFor();
  await expect.poll(activeText).toBe('Add account');
  expect(calls('accounts.add')).toMatchObject([{ name: 'claude', provider: 'anthropic', key: 'sk-ant-abcd' }]);
});

test('a key that is refused says why, and is saved only on purpose', async () => {
  const { page } = opened();
  await page.getByRole('button', { name: 'Add account' }).click();
  const form = page.getByRole('form', { name: 'Add account' });
  await form.getByLabel('Key', { exact: true }).fill('bad-key');
  await form.getByRole('textbox', { name: 'Name' }).fill('mine');
  await form.getByRole('button', { name: 'Test' }).click();
  await form.getByText('The key was refused').waitFor();
  expect(await form.getByRole('button', { name: 'Save', exact: true }).count()).toBe(0);
  await form.getByRole('button', { name: 'Save without an answer' }).click();
  await page.getByRole('article', { name: 'mine' }).waitFor();
});

test('a new key is tried first and replaces the old one only when it answered', async () => {
  const card = opened().page.getByRole('article', { name: 'work' });
  await card.getByRole('button', { name: 'Change key' }).click();
  const field = card.getByLabel('New key', { exact: true }).locator('visible=true').last();
  await field.fill('bad-new-key');
  await field.press('Enter');
  await card.getByText('The key was refused').waitFor();
  expect(calls('accounts.setKey')).toEqual([]);
  await field.fill('good-new-key');
  await field.press('Enter');
  await card.getByRole('button', { name: 'Replace the key' }).click();
  await expect.poll(() => calls('accounts.setKey')).toEqual([{ name: 'work', key: 'good-new-key' }]);
  await expect.poll(activeText).toBe('Change key');
});

test('what an account used stands against its limit, with a word from 80 % on', async () => {
  const bar = opened().page.getByRole('article', { name: 'work' }).getByRole('progressbar', { name: 'Used this month' });
  expect(await bar.getAttribute('aria-valuenow')).toBe('21');
  host().state.accounts = host().state.accounts.map((account) => ({ ...account, usedTokensThisMonth: 1_700_000 }));
  host().emit('account', 'acc-1', { chatId: null });
  await opened().page.getByRole('article', { name: 'work' }).getByText('85 % of the monthly limit is used.').waitFor();
});

test('an account that a workspace uses is not removed: it says by whom', async () => {
  const card = opened().page.getByRole('article', { name: 'work' });
  await card.getByRole('button', { name: 'Remove', exact: true }).click();
  await card.getByText('home would have nobody to answer.').waitFor();
  expect(calls('accounts.remove')).toEqual([]);
});

test('an address written before the key stays, and a name with spaces gets dashes', async () => {
  const { page } = opened();
  await page.getByRole('button', { name: 'Add account' }).click();
  const form = page.getByRole('form', { name: 'Add account' });
  await form.getByText('Address, what it is used for, monthly limit').click();
  const address = form.getByRole('textbox', { name: 'Address' });
  await address.fill('http://127.0.0.1:8000/v1');
  await form.getByLabel('Key', { exact: true }).fill('sk-ant-abc');
  await expect.poll(() => address.inputValue()).toBe('http://127.0.0.1:8000/v1');
  await form.getByRole('textbox', { name: 'Name' }).fill(' Our big  model ');
  await form.getByRole('button', { name: 'Test' }).click();
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  const card = page.getByRole('article', { name: 'Our-big-model' });
  await card.getByRole('link', { name: 'Choose a workspace for it' }).click();
  await page.getByRole('heading', { name: 'home', level: 1 }).waitFor();
  await page.getByRole('combobox', { name: 'Account' }).waitFor();
  expect(calls('accounts.add')).toMatchObject([{ name: 'Our-big-model', baseUrl: 'http://127.0.0.1:8000/v1' }]);
});
