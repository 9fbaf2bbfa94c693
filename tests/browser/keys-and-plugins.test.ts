import { expect, test } from 'vitest';
import { fixturePage } from './fixture-page.ts';
import { makeAsk, makeChat, makePlugin } from './fixture-state.ts';

const { host, open, opened } = fixturePage((host) => {
  host.state.chats = [makeChat(), makeChat({ id: 'chat-2', name: 'Trip to Lisbon', lastAt: 1 })];
});
const hash = (): Promise<string> => opened().page.evaluate('location.hash');

test('the palette finds a chat, a screen, a setting and a command by what is typed, and Enter goes there', async () => {
  const { page } = await open();
  const find = async (typed: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await page.getByRole('textbox', { name: 'Find anything' }).fill(typed);
    await page.locator('.py-palette__item').first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  };
  await find('lisb');
  await expect.poll(hash).toBe('#/chat/chat-2');
  await find('plugins');
  await expect.poll(hash).toBe('#/plugins');
  await find('notif');
  await expect.poll(hash).toBe('#/settings/notifications');
  await find('dark col');
  await expect.poll(() => host().state.ui.colors).toBe('dark');
});

test('everything is paused from the palette, says so, and goes on by its button', async () => {
  const { page } = await open();
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'Find anything' }).fill('pause every');
  await page.getByText('Pause everything').first().waitFor();
  await page.keyboard.press('Enter');
  const banner = page.getByRole('region', { name: 'Paused' });
  await banner.waitFor();
  expect(host().state.paused).toBe(true);
  await banner.getByRole('button', { name: 'Continue' }).click();
  await banner.waitFor({ state: 'hidden' });
  expect(host().state.paused).toBe(false);
});

test('what can be done, and what is there, is found as soon as the host has said so, also by a palette that is open already', async () => {
  const { page } = await open();
  const answers = Promise.withResolvers<void>();
  host().before = (name) => (name === 'host.status' || name === 'chats.list' ? answers.promise : undefined);
  await page.reload();
  await page.getByRole('button', { name: 'Stop everything' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('pause every');
  await page.getByText('Nothing is called that.').waitFor();
  answers.resolve();
  await page.getByText('Pause everything').first().waitFor();
  await page.getByRole('textbox', { name: 'Find anything' }).fill('lisb');
  await page.locator('.py-palette__item').getByText('Trip to Lisbon').waitFor();
});

test('keys work from wherever the focus is, also while writing; a question mark in a message is just a question mark', async () => {
  const { page } = await open({ path: '#/chat/chat-1' });
  const field = page.getByRole('textbox', { name: /Message to/ });
  await field.press('Alt+ArrowDown');
  await expect.poll(hash).toBe('#/chat/chat-2');
  await page.getByRole('textbox', { name: 'Message to Trip to Lisbon' }).press('Alt+ArrowUp');
  await expect.poll(hash).toBe('#/chat/chat-1');
  await page.getByRole('textbox', { name: 'Message to March receipts' }).pressSequentially('really?');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.keyboard.press('Control+,');
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+b');
  await page.getByRole('button', { name: 'Open menu' }).waitFor();
  await page.keyboard.press('Alt+n');
  await expect.poll(() => host().calls.some(({ name }) => name === 'chats.create')).toBe(true);
});

const withForm = makePlugin({
  id: 'web',
  title: 'Web',
  canTest: true,
  settingsSchema: {
    type: 'object',
    required: ['address'],
    properties: {
      address: { type: 'string', format: 'uri', title: 'Address', 'x-order': 1 },
      key: { type: 'string', title: 'Key', 'x-secret': true, 'x-order': 2 },
      seconds: { type: 'number', title: 'Patience', default: 60, maximum: 290, 'x-order': 3 },
    },
  },
  settings: { key: { secret: 'plugin:web:key', purpose: 'Key' } },
});

test('the settings of a plugin are a form: errors beside the field, tried before they are saved, kept half-typed over a reload', async () => {
  host().state.plugins = [withForm];
  const { page } = await open({ path: '#/plugins' });
  const card = page.getByRole('article', { name: 'Web' });
  await card.getByRole('button', { name: 'Settings' }).click();
  await card.getByRole('textbox', { name: 'Patience' }).fill('300');
  await card.getByText('At most 290.').waitFor();
  await card.getByRole('textbox', { name: 'Patience' }).fill('30');
  await card.getByRole('button', { name: 'Save' }).click();
  await card.getByText('This is needed.').waitFor();
  expect(host().calls.some(({ name }) => name === 'plugins.saveSettings')).toBe(false);
  await card.getByRole('textbox', { name: 'Address' }).fill('http://wrong.example');
  await card.getByRole('button', { name: 'Test without saving' }).click();
  await card.getByText('wrong.example did not answer.').waitFor();
  await card.getByRole('textbox', { name: 'Key' }).fill('typed-secret');

  await page.reload();
  await expect.poll(() => card.getByRole('textbox', { name: 'Address' }).inputValue()).toBe('http://wrong.example');
  await expect.poll(() => card.getByRole('textbox', { name: 'Patience' }).inputValue()).toBe('30');
  expect(await page.evaluate('JSON.stringify([Object.values(sessionStorage), Object.values(localStorage)])')).not.toContain('typed-secret');

  await card.getByRole('textbox', { name: 'Address' }).fill('http://right.example');
  await card.getByRole('button', { name: 'Save' }).click();
  await card.getByText('Saved. It is in use from now on.').waitFor();
  expect(host().calls.findLast(({ name }) => name === 'plugins.saveSettings')?.input).toEqual({
    id: 'web',
    settings: { address: 'http://right.example', key: { secret: 'plugin:web:key', purpose: 'Key' }, seconds: 30 },
  });
});

test('a plugin that failed says why, can be tried again and turned off', async () => {
  host().state.plugins = [
    { ...withForm, state: 'failed', reason: { code: 'plugin-failed', params: { plugin: 'web', detail: 'its entry exports no plugin' } } },
  ];
  await open({ path: '#/plugins' });
  const card = opened().page.getByRole('article', { name: 'Web' });
  await card.getByText(/its entry exports no plugin/).waitFor();
  await card.getByRole('button', { name: 'Turn off' }).waitFor();
  await card.getByRole('button', { name: 'Try again' }).click();
  await card.getByText(/its entry exports no plugin/).waitFor({ state: 'hidden' });
  expect(host().calls.findLast(({ name }) => name === 'plugins.setEnabled')?.input).toEqual({ id: 'web', enabled: true });
});

test('a browser that may notify tells of an approval while the window is not in front, once, and not in quiet hours', async () => {
  const { page } = await open();
  // The browser's own notifications cannot be read from outside: what is handed to it is written down.
  await page.addInitScript(
    `window.told = []; window.Notification = class { static permission = 'granted'; constructor(title, o) { window.told.push([title, o.body]); } close() {} }; document.hasFocus = () => false;`,
  );
  await page.reload();
  await page.getByRole('textbox', { name: /Message to/ }).waitFor();
  const asked = host().called('asks.list');
  host().state.asks = [makeAsk()];
  host().emit('ask', 'ask-1');
  await asked;
  await expect
    .poll(() => page.evaluate('window.told'))
    .toEqual([['Something waits for your approval', 'March receipts: Send a message to Bob']]);
  const time = (byMs: number): string => new Date(Date.now() + byMs).toTimeString().slice(0, 5);
  host().state.ui = { ...host().state.ui, quiet: { from: time(-600_000), to: time(600_000) } };
  const told = host().called('settings.ui');
  host().emit('settings', 'window', { chatId: null });
  await told;
  host().state.asks = [makeAsk(), makeAsk({ id: 'ask-2', shortId: 'zzzzzz' })];
  host().emit('ask', 'ask-2');
  await page.getByText('2 waiting for you').waitFor();
  expect(await page.evaluate('window.told.length')).toBe(1);
});
