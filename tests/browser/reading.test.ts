import { expect, test } from 'vitest';
import { fixturePage } from './fixture-page.ts';
import { makeAsk, makeMessage, makeModel, makeStep, makeTurn } from './fixture-state.ts';
import { findingsInBothSchemes } from './page-checks.ts';

const { host, open, opened } = fixturePage();

const twoFrames = (): Promise<unknown> =>
  opened().page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');

test('sending leads to the end, also from far above', async () => {
  host().state.messages = Array.from({ length: 50 }, (_, i) => makeMessage(i + 1, { text: `Message ${i + 1}` }));
  const { page } = await open();
  await page.getByText('Message 50').waitFor();
  const box = page.getByRole('region', { name: 'Messages' });
  await box.hover();
  await page.mouse.wheel(0, -800);
  await expect.poll(() => box.evaluate((el) => el.scrollHeight - el.scrollTop - el.clientHeight)).toBeGreaterThan(300);
  const field = page.getByRole('textbox', { name: /Message to/ });
  await field.fill('Here I am');
  await field.press('Enter');
  await page.getByRole('article').getByText('Here I am').waitFor();
  await expect.poll(() => box.evaluate((el) => el.scrollHeight - el.scrollTop - el.clientHeight)).toBeLessThan(2);
});

test('a failed turn is told once: the message carries only a mark with a name', async () => {
  const reason = { code: 'no-account', params: {} };
  host().state.messages = [
    makeMessage(1, { state: 'failed', reason, turnId: 'turn-1' }),
    makeMessage(2, { state: 'failed', reason: { code: 'stopped-by-you', params: {} } }),
  ];
  host().state.turns = [makeTurn({ state: 'failed', reason })];
  const { page } = await open();
  await page.getByRole('alert').getByText('No account is set').waitFor();
  expect(await page.getByText('No account is set').count()).toBe(1);
  const [first, second] = [page.getByRole('article', { name: /^You/ }).first(), page.getByRole('article', { name: /^You/ }).nth(1)];
  await first.getByRole('img', { name: 'Not done' }).waitFor();
  await second.getByText('Stopped by you.').waitFor();
});

test('an answer to a message from far above quotes it, and asking again is offered only while a model can', async () => {
  host().state.messages = [makeMessage(1)];
  host().state.turns = [
    makeTurn({
      noAi: true,
      canRetry: true,
      again: 'What did I spend?',
      steps: [makeModel('m', 0, { noAi: true }), makeStep('t', 1, { text: 'By rules.' })],
    }),
  ];
  const { page } = await open();
  await page.getByText('Again: What did I spend?').waitFor();
  const button = page.getByRole('button', { name: 'Ask it again with work' });
  await button.waitFor();
  host().state.plugins = host().state.plugins.map((plugin) => (plugin.id === 'anthropic' ? { ...plugin, state: 'disabled' } : plugin));
  host().emit('plugin', 'anthropic', { chatId: null });
  await button.waitFor({ state: 'hidden' });
});

test('a message of more than 5,000 characters is folded until all of it is asked for', async () => {
  host().state.messages = [makeMessage(1, { text: `${'word '.repeat(1_400)}THE END` })];
  await open();
  const bubble = opened().page.getByRole('article', { name: /^You/ });
  await bubble.getByText('word word').waitFor();
  expect(await bubble.getByText('THE END').count()).toBe(0);
  await bubble.getByRole('button', { name: 'Show all' }).click();
  await bubble.getByText('THE END').waitFor();
});

test('a fresh start is a line across the thread', async () => {
  host().state.messages = [makeMessage(1), makeMessage(2, { origin: 'harness', text: '', reason: { code: 'session-reset', params: {} } })];
  await open();
  await opened().page.getByRole('note').getByText('Started fresh.').waitFor();
});

test('a wide table scrolls in its own box on a narrow screen and breaks no word', async () => {
  const names = ['Description', 'Category', 'Department', 'Responsible', 'Amount'];
  const text = `| ${names.join(' | ')} |\n|${'---|'.repeat(5)}\n| ${names.map((name) => `international ${name}`).join(' | ')} |\n`;
  host().state.messages = [makeMessage(1)];
  host().state.turns = [makeTurn({ steps: [makeStep('t', 1, { text })] })];
  await open({ viewport: { width: 390, height: 740 } });
  const box = opened().page.getByRole('group', { name: 'Table' });
  await box.waitFor();
  expect(await box.evaluate((el) => el.scrollWidth > el.clientWidth + 100)).toBe(true);
  const lines = await box.locator('th').evaluateAll((cells) => cells.map((cell) => Math.round(cell.getBoundingClientRect().height)));
  expect(Math.max(...lines)).toBeLessThan(45);
  expect(await opened().page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
});

test('at 200 % zoom the title of an approval that is taller than the room is in view', async () => {
  const practice = [{ id: 'acc-2', name: 'practice', provider: 'practice' }];
  host().state.workspaces = host().state.workspaces.map((workspace) => ({ ...workspace, accounts: practice }));
  host().state.messages = Array.from({ length: 12 }, (_, i) => makeMessage(i + 1));
  const { page } = await open({ viewport: { width: 640, height: 400 } });
  await page.getByText('Message 12', { exact: true }).waitFor();
  host().state.turns = [makeTurn({ afterSeq: 12, state: 'waiting', wait: 'ask', endedAt: null })];
  host().state.asks = [makeAsk({ input: { to: 'Bob', text: 'A long text. '.repeat(120) } })];
  host().emit('turn', 'turn-1');
  const title = page.getByRole('heading', { name: 'Send a message to Bob' });
  await title.waitFor();
  const fromTop = async (): Promise<number> => {
    const room = await page.getByRole('region', { name: 'Messages' }).boundingBox();
    return ((await title.boundingBox())?.y ?? -1) - (room?.y ?? 0);
  };
  const isInView = async (): Promise<boolean> => (await fromTop()) >= 0 && (await fromTop()) < 60;
  await expect.poll(isInView).toBe(true);
  const areButtonsInView = async (): Promise<boolean> => {
    const room = await page.getByRole('region', { name: 'Messages' }).boundingBox();
    const boxes = await Promise.all(['Deny', 'Approve'].map((name) => page.getByRole('button', { name, exact: true }).boundingBox()));
    const end = (room?.y ?? 0) + (room?.height ?? 0);
    return boxes.every((box) => box !== null && box.y + box.height <= end);
  };
  expect(await areButtonsInView()).toBe(true);
  if (process.env.PYNCHY_SHOTS) await page.screenshot({ path: `${process.env.PYNCHY_SHOTS}/zoom-approval.png` });
  await page.reload();
  await page.getByText('Practice: no AI').waitFor();
  await title.waitFor();
  await expect.poll(isInView).toBe(true);
  expect(await page.getByText('Practice: no AI').evaluate((el) => el.getBoundingClientRect().height)).toBeLessThan(24);
  expect(await areButtonsInView()).toBe(true);
  expect(await findingsInBothSchemes(page)).toEqual([]);
  await page.getByRole('button', { name: 'Deny' }).scrollIntoViewIfNeeded();
  await twoFrames();
  await page.getByRole('button', { name: 'Deny' }).click();
  await page.getByText(/You denied/).waitFor();
});

test('at 200 % zoom the menu leaves its chats room, and Escape leads back to its button', async () => {
  const { page } = await open({ viewport: { width: 640, height: 410 } });
  const menu = page.getByRole('button', { name: 'Open menu' });
  await menu.click();
  const chats = page.getByRole('navigation', { name: 'Chats' });
  await chats.waitFor();
  const bottom = (await page.locator('.py-side__bottom').boundingBox())?.y ?? 0;
  const list = await chats.boundingBox();
  expect(await chats.evaluate((el) => el.scrollHeight <= el.clientHeight + 1)).toBe(true);
  expect(bottom).toBeGreaterThanOrEqual((list?.y ?? 0) + (list?.height ?? 0) - 1);
  await page.getByRole('button', { name: 'Stop everything' }).scrollIntoViewIfNeeded();
  expect(await findingsInBothSchemes(page)).toEqual([]);
  if (process.env.PYNCHY_SHOTS) await page.screenshot({ path: `${process.env.PYNCHY_SHOTS}/zoom-menu.png` });
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(() => menu.evaluate((el) => el === el.ownerDocument.activeElement)).toBe(true);
});
