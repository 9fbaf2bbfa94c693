import { expect, test } from 'vitest';
import { makeLink } from './fixture-links.ts';
import { fixturePage } from './fixture-page.ts';
import { makeMessage, makeStep, makeTurn } from './fixture-state.ts';
import { findingsInBothSchemes } from './page-checks.ts';

const { host, open, opened } = fixturePage((host) => {
  host.state.messages = [makeMessage(1, { text: 'Tell me' })];
});

test('a host that goes away is told with the cause and a way to try now, and what happened meanwhile is there afterwards', async () => {
  const { page } = await open();
  await page.getByText('Tell me').waitFor();
  host().cut(true);
  const banner = page.getByRole('region', { name: 'Connection' });
  await banner.getByText('Pynchy does not answer.').waitFor();
  await banner.getByText(/Next try in 0:0|Trying/).waitFor();
  host().state.messages.push(makeMessage(2, { text: 'Meanwhile' }));
  host().emit('message', 'message-2');
  // While nobody listens the banner cannot go by itself, so the click always meets its button.
  await banner.getByRole('button', { name: 'Try now' }).click();
  host().accept();
  await page.getByText('Meanwhile').waitFor();
  await banner.waitFor({ state: 'hidden' });
  expect(await page.getByText('Tell me').count()).toBe(1);
});

test('text typed without a host stays and is sent once, as one message, when the host is back', async () => {
  const { page } = await open();
  await page.getByText('Tell me').waitFor();
  host().cut(true);
  await page.getByRole('region', { name: 'Connection' }).waitFor();
  const field = page.getByRole('textbox', { name: /Message to/ });
  await field.fill('Are you there?');
  await field.press('Enter');
  await page.getByText('Not sent yet').waitFor();
  await expect.poll(() => field.inputValue()).toBe('Are you there?');
  host().accept();
  await page.getByRole('article', { name: /^You/ }).getByText('Are you there?').waitFor();
  await expect.poll(() => field.inputValue()).toBe('');
  expect(host().state.messages.filter(({ text }) => text === 'Are you there?')).toHaveLength(1);
});

test('a text whose answer got lost is the same message when it is sent again', async () => {
  const { page } = await open();
  await page.getByText('Tell me').waitFor();
  // The host takes the message; the socket ends before it can say so.
  host().onSend = () => host().cut();
  const field = page.getByRole('textbox', { name: /Message to/ });
  await field.fill('Only once');
  await field.press('Enter');
  await expect.poll(() => field.inputValue()).toBe('');
  await page.getByRole('article', { name: /^You/ }).getByText('Only once').waitFor();
  expect(host().state.messages.filter(({ text }) => text === 'Only once')).toHaveLength(1);
  const ids = host()
    .calls.filter(({ name }) => name === 'messages.send')
    .map(({ input }) => (input as { clientId: string }).clientId);
  expect(ids.length).toBeGreaterThan(1);
  expect(new Set(ids).size).toBe(1);
});

test('a cut in the middle of a streamed answer loses no text', async () => {
  const text = 'The whole answer, with the part that was streamed while nobody listened.';
  host().state.turns = [
    makeTurn({
      state: 'running',
      endedAt: null,
      steps: [makeStep('text-1', 0, { state: 'running', endedAt: null, text: text.slice(0, 10) })],
    }),
  ];
  const { page } = await open();
  await page.getByRole('article').getByText(text.slice(0, 10)).waitFor();
  host().cut();
  host().delta({ chatId: 'chat-1', turnId: 'turn-1', stepId: 'text-1', kind: 'text', offset: 10, text: text.slice(10, 40) });
  host().state.turns = [makeTurn({ steps: [makeStep('text-1', 0, { text })] })];
  host().emit('turn', 'turn-1');
  await page.getByRole('article').getByText(text).waitFor();
});

test('a host that was started again makes the page fetch everything it shows', async () => {
  const { page } = await open();
  await page.getByText('Tell me').waitFor();
  host().state.messages.push(makeMessage(2, { text: 'From before the restart' }));
  host().state.chats = host().state.chats.map((chat) => ({ ...chat, name: 'Another name' }));
  host().reboot();
  await page.getByText('From before the restart').waitFor();
  await page.getByRole('heading', { name: 'Another name' }).waitFor();
});

test('a page that was signed out meanwhile says how to come back', async () => {
  await open();
  host().signOut();
  await opened().page.getByText('npm run -s pynchy -- open').waitFor();
});

test('a linked number is not called live while the host is away', async () => {
  host().state.links = [makeLink({ state: 'live', heardAt: Date.now() })];
  const { page } = await open({ path: '#/links' });
  const state = page.locator('.py-linkstate');
  await state.getByText('Live').waitFor();
  host().cut(true);
  await state.getByText('Not known just now').waitFor();
  expect(await state.getByText(/Live|last heard/).count()).toBe(0);
  expect(await findingsInBothSchemes(page)).toEqual([]);
  // It connects again by itself.
  host().accept();
  await state.getByText('Live').waitFor({ timeout: 30_000 });
});
