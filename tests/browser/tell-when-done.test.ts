import { expect, test } from 'vitest';
import { fixturePage } from './fixture-page.ts';
import { at, makeChat, makeMessage, makeTool, makeTurn } from './fixture-state.ts';
import { findingsInBothSchemes, misfits } from './page-checks.ts';

const long = { state: 'running' as const, startedAt: at(3), endedAt: null };
const { host, open } = fixturePage(({ state }) => {
  state.chats = [makeChat({ state: 'working' }), makeChat({ id: 'chat-2', name: 'Another' })];
  state.messages = [makeMessage(1, { text: 'Run the tests', state: 'claimed', turnId: 'turn-1' })];
  state.turns = [
    makeTurn({
      state: 'running',
      endedAt: null,
      startedAt: at(3),
      steps: [makeTool('a', 1, { input: { command: 'npm test' }, output: 'ok 41\nok 42\n', exitCode: null }, long)],
    }),
  ];
});

/** The browser's own notices cannot be read from outside: what is handed to it is written down, by what makes them one. */
const notices = (permission: 'granted' | 'denied' | 'default', answer = permission): string =>
  `window.told = []; window.Notification = class { static permission = '${permission}'; static async requestPermission() { return (this.permission = '${answer}'); } constructor(title, o) { window.told.push([title, o.body, o.tag]); } close() {} };`;

const openWith = async (script: string) => {
  const { page } = await open();
  await page.addInitScript(script);
  await page.reload();
  return { page, wish: page.getByRole('button', { name: 'Tell me when done' }) };
};
const end = (): void => {
  const { state } = host();
  state.turns = state.turns.map((turn) => ({ ...turn, state: 'done', endedAt: Date.now(), steps: [] }));
  state.chats = state.chats.map((chat) => ({ ...chat, state: 'idle' }));
  host().emit('turn', 'turn-1', { payload: { state: 'done' } });
};

test('after a minute one click has the end told once: it is shown as on, also over a reload, and comes while another chat is in front', async () => {
  const { page, wish } = await openWith(notices('default', 'granted'));
  await wish.click();
  await page.locator('[aria-pressed=true]', { hasText: 'Tell me when done' }).waitFor();
  await page.addInitScript(notices('granted'));
  await page.reload();
  await page.locator('[aria-pressed=true]', { hasText: 'Tell me when done' }).waitFor();
  expect(await findingsInBothSchemes(page)).toEqual([]);
  expect(await misfits(page)).toEqual([]);
  await page.goto(`${host().url}/#/chat/chat-2`);
  await wish.waitFor({ state: 'detached' });
  end();
  await expect.poll(() => page.evaluate('window.told')).toEqual([['The answer is there', 'March receipts', 'answer chat-1 ']]);
  await expect.poll(() => [...host().state.awaited]).toEqual([]);
});

test('what ended while no window could tell it is told by the next one; who looks at it needs no notice', async () => {
  host().state.awaited.add('turn-1');
  end();
  const { page } = await open();
  // This one has looked at the chat while it opened.
  await expect.poll(() => [...host().state.awaited]).toEqual([]);
  await page.addInitScript(notices('granted'));
  await page.goto(`${host().url}/#/chat/chat-2`);
  host().state.awaited.add('turn-1');
  await page.reload();
  await expect.poll(() => page.evaluate('window.told.length')).toBe(1);
});

test('the wish is taken back by a second click', async () => {
  host().state.awaited.add('turn-1');
  const { page, wish } = await openWith(notices('granted'));
  await page.locator('[aria-pressed=true]', { hasText: 'Tell me when done' }).waitFor();
  await wish.click();
  await page.locator('[aria-pressed=false]', { hasText: 'Tell me when done' }).waitFor();
  expect([...host().state.awaited]).toEqual([]);
});

test('where the browser forbids notices it is not shown as on, and says how to allow them', async () => {
  const { page, wish } = await openWith(notices('denied'));
  await wish.click();
  await page.getByText(/blocks notices of this page.*Allow notifications in its settings/).waitFor();
  await page.locator('[aria-pressed=false]', { hasText: 'Tell me when done' }).waitFor();
  expect([...host().state.awaited]).toEqual([]);
  expect(await findingsInBothSchemes(page)).toEqual([]);
  expect(await misfits(page)).toEqual([]);
});
