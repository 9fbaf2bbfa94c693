import { expect, test } from 'vitest';
import { fixturePage } from './fixture-page.ts';
import { makeAsk, makeMessage, makeTurn } from './fixture-state.ts';
import { findingsInBothSchemes } from './page-checks.ts';

const { host, open } = fixturePage((host) => {
  host.state.messages = [makeMessage(1, { text: 'Tell Bob my total' })];
  host.state.turns = [makeTurn({ state: 'waiting', wait: 'ask', endedAt: null })];
  host.state.asks = [makeAsk()];
});
const calls = (name: string): unknown[] =>
  host()
    .calls.filter((call) => call.name === name)
    .map(({ input }) => input);
const text = 'Allow send_message, into the chat "Notes".';

test('"Always allow" shows the rule first, stores exactly that by a click, and lets this one go', async () => {
  const { page } = await open();
  const always = page.getByRole('region', { name: 'Allow from now on' });
  await always.getByRole('button', { name: 'Always allow this …' }).click();
  await always.getByText(text).waitFor();
  expect(calls('rules.always')).toEqual([]);
  await always.getByText('For this task alone there is nothing to allow: it comes only once.').waitFor();
  await always.locator('button[aria-disabled]').waitFor({ state: 'detached' });
  expect(await findingsInBothSchemes(page)).toEqual([]);
  await always.getByRole('button', { name: 'Always allow this here' }).click();
  await page.getByText(/You approved in the window/).waitFor();
  expect(calls('rules.always')).toEqual([{ askId: 'ask-1', scope: 'here', text }]);
  expect(calls('asks.answer')).toEqual([{ id: 'ask-1', decision: 'approve', answers: [] }]);
});

test('neither Enter nor Space stores a rule', async () => {
  const { page } = await open();
  await page.getByRole('button', { name: 'Always allow this …' }).click();
  await page.getByRole('button', { name: 'Always allow this here' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Deny' }).click();
  await page.getByText(/You denied in the window/).waitFor();
  expect(calls('rules.always')).toEqual([]);
});

test('without a mouse, Alt+Enter on the button itself stores it', async () => {
  const { page } = await open();
  await page.getByRole('button', { name: 'Always allow this …' }).click();
  const always = page.getByRole('button', { name: 'Always allow this here' });
  await expect.poll(() => always.getAttribute('aria-disabled')).toBe(null);
  await always.focus();
  await page.keyboard.press('Alt+Enter');
  await expect.poll(() => calls('rules.always').length).toBe(1);
});

test('the second half of a double click stores no rule that came under it', async () => {
  const { page } = await open();
  await page.getByRole('button', { name: 'Always allow this …' }).click();
  const store = page.getByRole('button', { name: 'Always allow this here' });
  await expect.poll(() => store.getAttribute('aria-disabled')).toBeNull();
  const box = await store.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 5, (box?.y ?? 0) + 5);
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  await page.getByRole('button', { name: 'Deny' }).click();
  await page.getByText(/You denied in the window/).waitFor();
  expect(calls('rules.always')).toEqual([]);
});

test('a rule cannot be stored in the moment in which it comes', async () => {
  const { page } = await open();
  await page.evaluate(`window.clicked = 0; new MutationObserver(() => {
    for (const b of document.querySelectorAll('section button')) if (b.textContent === 'Always allow this here' && window.clicked++ === 0) b.click();
  }).observe(document.body, { childList: true, subtree: true });`);
  await page.getByRole('button', { name: 'Always allow this …' }).click();
  const store = page.getByRole('button', { name: 'Always allow this here' });
  await expect.poll(() => store.getAttribute('aria-disabled')).toBeNull();
  expect(await page.evaluate('window.clicked')).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Deny' }).click();
  await page.getByText(/You denied in the window/).waitFor();
  expect(calls('rules.always')).toEqual([]);
});
