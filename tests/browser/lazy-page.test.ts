import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { fixturePage } from './fixture-page.ts';

const { host, open } = fixturePage();
const script = /\/assets\/accounts-page-.*\.js$/;

/** The script of a page that was not opened yet does not come any more, until it is brought back. */
const loseScript = async (page: Page): Promise<{ bringBack(): void }> => {
  let asked = 0;
  let isLost = true;
  await page.route(script, (route) => {
    asked += 1;
    return isLost ? route.abort() : route.continue();
  });
  await page.reload();
  await expect.poll(() => asked).toBeGreaterThan(0);
  await page.evaluate('location.hash = "#/accounts"');
  return {
    bringBack() {
      isLost = false;
    },
  };
};

test('a page whose script does not come while the host is away says so, and comes with a click when it can be had', async () => {
  const { page } = await open({ path: '#/chat/chat-1' });
  const { bringBack } = await loseScript(page);
  const problem = page.getByRole('alert').filter({ hasText: 'This page could not be loaded.' });
  await problem.getByText('Pynchy did not answer, or it was updated while this window was open.').waitFor();
  await page.evaluate('window.isTheSame = true');
  host().cut(true);
  const again = problem.getByRole('button', { name: 'Load again' });
  // Its last step: the window asks whether it could begin anew.
  const refused = page.waitForEvent('requestfailed', (request) => request.resourceType() === 'fetch');
  await again.click();
  await refused;
  await problem.waitFor();
  host().accept();
  bringBack();
  await again.click();
  await page.getByRole('article', { name: 'work' }).waitFor();
  expect(await page.evaluate('window.isTheSame')).toBe(true);
});

test('a window whose scripts were replaced by an update begins anew at the same place', async () => {
  const { page } = await open({ path: '#/chat/chat-1' });
  const { bringBack } = await loseScript(page);
  await page.evaluate('window.isTheSame = true');
  const again = page.getByRole('button', { name: 'Load again' });
  await again.waitFor();
  page.once('framenavigated', bringBack);
  await again.click();
  await page.getByRole('article', { name: 'work' }).waitFor();
  expect(await page.evaluate('[window.isTheSame, location.hash]')).toEqual([undefined, '#/accounts']);
});
