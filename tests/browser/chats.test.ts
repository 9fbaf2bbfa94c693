import { expect, test } from 'vitest';
import { fixturePage, type OpenOptions } from './fixture-page.ts';
import { at, makeAsk, makeChat } from './fixture-state.ts';

const { host, open, opened } = fixturePage();

const list = () => host().state.chats;
const show = async (options: OpenOptions = {}) => (await open(options)).page;
const rows = () => opened().page.locator('[data-chat-row]');

test('a chat says what it wants: unread messages, work, an answer, a look', async () => {
  host().state.chats = [
    makeChat({ id: 'chat-1', name: 'Here' }),
    makeChat({ id: 'chat-2', name: 'Anna', channel: 'whatsapp', unread: 3, lastAt: at(2) }),
    makeChat({ id: 'chat-3', name: 'Builder', state: 'working', lastAt: at(3) }),
    makeChat({ id: 'chat-4', name: 'Payer', state: 'waiting', unread: 100, lastAt: at(4) }),
    makeChat({ id: 'chat-5', name: 'Breaker', state: 'failed', lastAt: at(5) }),
    makeChat({ id: 'chat-6', name: '', lastAt: null }),
  ];
  const page = await show();
  await page.getByRole('button', { name: /Anna.*3 unread messages/ }).waitFor();
  await page.getByRole('button', { name: /Builder.*working/ }).waitFor();
  await page.getByRole('button', { name: /Payer.*needs you.*100 unread messages/ }).waitFor();
  await page.getByText('99+').waitFor();
  await page.getByRole('button', { name: /Breaker.*failed/ }).waitFor();
  await page.getByRole('navigation', { name: 'Chats' }).getByText('New chat').waitFor();
});

test('a chat that is looked at is read, in every window', async () => {
  host().state.chats = [makeChat({ id: 'chat-1', name: 'Here' }), makeChat({ id: 'chat-2', name: 'Anna', unread: 3, lastAt: at(2) })];
  const page = await show({ path: '#/chat/chat-1' });
  await page.getByRole('button', { name: /Anna/ }).first().click();
  await expect.poll(() => list().find(({ id }) => id === 'chat-2')?.unread).toBe(0);
  await page.getByText('3', { exact: true }).waitFor({ state: 'detached' });
});

test('rename by key: Enter takes the new name, Esc leaves the old one', async () => {
  const page = await show();
  await rows().first().focus();
  await page.keyboard.press('F2');
  await page.keyboard.type('Taxes');
  await page.keyboard.press('Enter');
  await expect.poll(() => list()[0]?.name).toBe('Taxes');
  await page.getByRole('heading', { level: 1, name: 'Taxes' }).waitFor();
  await rows().first().focus();
  await page.keyboard.press('F2');
  await page.keyboard.type('Other');
  await page.keyboard.press('Escape');
  await rows().first().waitFor();
  expect(list()[0]?.name).toBe('Taxes');
});

test('delete and archive can be undone, by menu and by key', async () => {
  host().state.chats = [makeChat({ id: 'chat-1', name: 'Here' }), makeChat({ id: 'chat-2', name: 'Anna', lastAt: at(2) })];
  const page = await show({ path: '#/chat/chat-1' });
  await rows().filter({ hasText: 'Anna' }).focus();
  await page.keyboard.press('Delete');
  await page.getByText('“Anna” is deleted.').waitFor();
  expect(list().map(({ id }) => id)).toEqual(['chat-1']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await rows().filter({ hasText: 'Anna' }).waitFor();

  await page.locator('.py-chat').filter({ hasText: 'Anna' }).getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: /Archive/ }).click();
  await page.getByText('“Anna” is archived.').waitFor();
  const archive = page.getByRole('button', { name: /Archived/ });
  expect(await archive.getAttribute('aria-expanded')).toBe('false');
  await archive.click();
  await rows().filter({ hasText: 'Anna' }).waitFor();
});

test('“2 waiting” goes to the card', async () => {
  host().state.asks = [makeAsk(), makeAsk({ id: 'ask-2', shortId: 'zzzzzz' })];
  const page = await show();
  await page.getByRole('button', { name: '2 waiting for you' }).click();
  await expect.poll(() => page.url()).toContain('?ask=k7m2qx');
});

test('five hundred chats: few of them are drawn, arrow keys walk, the open one is in sight', async () => {
  host().state.chats = Array.from({ length: 500 }, (_, n) => makeChat({ id: `chat-${n}`, name: `Chat number ${n}`, lastAt: at(n) }));
  const page = await show({ path: '#/chat/chat-400' });
  await page.locator('[data-chat-row][aria-current="page"]').waitFor();
  await expect.poll(() => page.locator('[data-chat-row][aria-current="page"]').innerText()).toContain('Chat number 400');
  expect(await rows().count()).toBeLessThan(60);
  await page.locator('[data-chat-row][aria-current="page"]').focus();
  for (let n = 0; n < 12; n++) await page.keyboard.press('ArrowDown');
  await expect.poll(() => page.evaluate('document.activeElement.textContent')).toContain('Chat number 412');
});

test('where the samples do not lie, Practice offers only what works without them', async () => {
  host().state.workspaces = host().state.workspaces.map((workspace) => ({
    ...workspace,
    accounts: host()
      .state.accounts.filter(({ noAi }) => noAi)
      .map(({ id, name, provider }) => ({ id, name, provider })),
    isAdmin: workspace.id === 'ws-1',
  }));
  const [first] = host().state.workspaces;
  if (first) host().state.workspaces = [first, { ...first, id: 'ws-9', name: 'errands', isAdmin: false }];
  host().state.chats = [
    makeChat({ lastAt: null }),
    makeChat({ id: 'chat-9', name: 'Elsewhere', workspaceId: 'ws-9', workspace: 'errands', lastAt: null }),
  ];
  const page = await show();
  await page.getByRole('button', { name: 'Tell Bob my total' }).waitFor();
  await page
    .getByRole('button', { name: /Elsewhere/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'What time is it?' }).waitFor();
  expect(await page.getByRole('button', { name: 'Tell Bob my total' }).count()).toBe(0);
});
