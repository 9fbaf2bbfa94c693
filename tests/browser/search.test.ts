import type { Page } from 'playwright';
import { beforeEach, expect, test } from 'vitest';
import { fixturePage } from './fixture-page.ts';
import { at, makeChat, makeMessage } from './fixture-state.ts';

let page: Page;
const { host, open } = fixturePage((host) => {
  host.state.chats = [makeChat({ id: 'chat-1', name: 'Here' }), makeChat({ id: 'chat-2', name: 'Anna', lastAt: at(9) })];
  host.state.messages = [
    ...Array.from({ length: 40 }, (_, n) => makeMessage(n + 1, { text: `The rent of month ${n}` })),
    makeMessage(41, { chatId: 'chat-2', text: 'Anna paid the rent' }),
  ];
});
beforeEach(async () => {
  ({ page } = await open({ path: '#/chat/chat-1' }));
  await page.getByText('The rent of month 39').first().waitFor();
});
const field = () => page.getByRole('searchbox', { name: 'Search messages' });
const hits = () => page.locator('[data-hit]');

test('teaches while nothing is typed, and says what to try when nothing was found', async () => {
  await page.keyboard.press('Control+f');
  await page.getByText('Find anything that was said.').waitFor();
  await page.keyboard.type('zebra');
  await page.getByText('Nothing with “zebra”.').waitFor();
});

test('marks what was found, by chat, the newest first, and shows more', async () => {
  await page.keyboard.press('Control+f');
  await page.keyboard.type('rent');
  await page.getByText('30 results, there are more').waitFor();
  expect(await page.getByRole('region', { name: 'What was found' }).getByRole('heading').allInnerTexts()).toEqual([
    expect.stringContaining('Anna'),
    expect.stringContaining('Here'),
  ]);
  expect(await hits().first().locator('mark').innerText()).toBe('rent');
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByText('41 results', { exact: true }).waitFor();
});

test('a hit leads to its message, and Esc back to where one was, with what was written', async () => {
  await page.getByRole('textbox', { name: /Message to/ }).fill('half a thought');
  const before = page.url();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('anna');
  await hits().first().waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.url()).toContain('#/chat/chat-2?at=41');
  await page.getByRole('heading', { level: 1, name: 'Anna' }).waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.url()).toBe(before);
  await page.getByRole('heading', { level: 1, name: 'Here' }).waitFor();
  await expect.poll(() => page.getByRole('textbox', { name: /Message to/ }).inputValue()).toBe('half a thought');
  await page.getByRole('navigation', { name: 'Chats' }).waitFor();
});

test('Enter leads to what was typed, also when the hits for it come later', async () => {
  const hold = Promise.withResolvers<void>();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('a');
  await hits().first().waitFor();
  host().before = (name) => (name === 'chats.search' ? hold.promise : undefined);
  const url = page.url();
  await field().fill('month 7');
  await page.keyboard.press('Enter');
  await expect.poll(() => host().calls.findLast(({ name }) => name === 'chats.search')?.input).toMatchObject({ query: 'month 7' });
  expect(page.url()).toBe(url);
  hold.resolve();
  await expect.poll(() => page.url()).toContain('#/chat/chat-1?at=8');
});

test('the name of a chat is not cut off above or below on the button for this chat', async () => {
  await page.keyboard.press('Control+f');
  const label = page.getByRole('button', { name: /^Only “/ }).locator('.mantine-Button-label');
  const cut = await label.evaluate((line) => line.scrollHeight - line.clientHeight);
  expect(cut).toBeLessThanOrEqual(0);
});

test('searches only this chat from its header, and all chats with one click', async () => {
  await page.getByRole('button', { name: 'Search in this chat' }).click();
  await page.keyboard.type('anna');
  await page.getByText('Nothing with “anna” in this chat.').waitFor();
  await page.getByRole('button', { name: 'Search all chats' }).click();
  await hits().first().waitFor();
});

test('Tab goes past the field to the chats, which stay; only typing opens the search', async () => {
  await page.getByRole('button', { name: 'New chat' }).focus();
  await page.keyboard.press('Tab');
  await expect.poll(() => page.evaluate("document.activeElement.matches('[data-search-field]')")).toBe(true);
  await page.keyboard.press('Tab');
  await expect.poll(() => page.evaluate("document.activeElement.closest('.py-side__chats') !== null")).toBe(true);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.type('month');
  await hits().first().waitFor();
});

test('arrow keys walk from the field through the hits and back', async () => {
  await page.keyboard.press('Control+f');
  await page.keyboard.type('month');
  await hits().first().waitFor();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => page.evaluate("document.activeElement.matches('[data-hit]')")).toBe(true);
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => page.evaluate("document.activeElement.matches('[data-search-field]')")).toBe(true);
});

test('says why a search failed, and tries again', async () => {
  let isBroken = true;
  host().before = (name) => {
    if (name === 'chats.search' && isBroken) throw new Error('no');
  };
  await page.keyboard.press('Control+f');
  await page.keyboard.type('rent');
  await page.getByText('The search did not work').waitFor();
  isBroken = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await hits().first().waitFor();
});

test('on a phone the search opens over the chat and closes with the hit', async () => {
  await page.setViewportSize({ width: 390, height: 780 });
  await page.getByRole('button', { name: 'Search in this chat' }).click();
  await field().fill('month 7');
  await hits().first().click();
  await expect.poll(() => page.url()).toContain('at=8');
  await field().waitFor({ state: 'detached' });
});
