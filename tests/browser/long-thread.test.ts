import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { type FixtureHost, startFixtureHost } from './fixture-host.ts';
import { makeMessage } from './fixture-state.ts';
import { launchBrowser, type OpenPage, openPage } from './open-page.ts';

let browser: Browser;
let host: FixtureHost;
let open: OpenPage;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  host = await startFixtureHost(inject('pageDir'));
  host.state.messages = Array.from({ length: 500 }, (_, i) =>
    makeMessage(i + 1, { text: `Message ${i + 1}\n${'words '.repeat((i * 7) % 40)}` }),
  );
});
afterEach(async () => {
  try {
    await open?.close();
  } finally {
    await host.close();
  }
});

test('a long chat opens at its end with one page, and older pages come in above without moving what is read', async () => {
  open = await openPage(browser, host);
  const { page } = open;
  await page.getByText('Message 500').waitFor();
  expect(host.calls.filter(({ name }) => name === 'chats.thread').length).toBeLessThanOrEqual(2);
  const box = page.getByRole('region', { name: 'Messages' });
  let release: () => void = () => undefined;
  host.before = (name, input) => {
    const before = (input as { before?: number | null } | undefined)?.before;
    if (name !== 'chats.thread' || typeof before !== 'number') return;
    return new Promise((resolve) => {
      release = resolve;
    });
  };
  const asked = new Promise<void>((resolve) => {
    const { before } = host;
    host.before = (name, input) => {
      const waiting = before(name, input);
      if (waiting) resolve();
      return waiting;
    };
  });
  await box.evaluate((el) => {
    el.scrollTop = 100;
  });
  await asked;
  const placeOf = (): Promise<number> => page.getByText('Message 443').evaluate((el) => Math.round(el.getBoundingClientRect().top));
  const before = await placeOf();
  host.before = () => undefined;
  release();
  await page.getByText('Message 390').waitFor({ state: 'attached' });
  expect(await placeOf()).toBe(before);
});

test('the very first message can be reached', async () => {
  open = await openPage(browser, host);
  const { page } = open;
  await page.getByText('Message 500').waitFor();
  const box = page.getByRole('region', { name: 'Messages' });
  await expect
    .poll(
      async () => {
        await box.evaluate((el) => {
          el.scrollTop = 0;
        });
        return page.getByText('Message 1', { exact: true }).or(page.getByText('Message 1words')).count();
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThan(0);
  const first = await page.getByRole('article').first().textContent();
  expect(first).toContain('Message 1');
  expect(await page.getByRole('article').count()).toBe(500);
  expect(await page.getByText('Older messages …').count()).toBe(0);
});

test('a reader who comes back to the end of a very long chat is not left with all of it on the page', async () => {
  open = await openPage(browser, host);
  const { page } = open;
  await page.getByText('Message 500').waitFor();
  const box = page.getByRole('region', { name: 'Messages' });
  await expect
    .poll(async () => {
      await box.evaluate((el) => {
        el.scrollTop = 0;
      });
      return page.getByRole('article').count();
    })
    .toBeGreaterThan(300);
  await box.evaluate((el) => {
    el.scrollTop = el.scrollHeight;
  });
  await expect.poll(() => page.getByRole('article').count()).toBeLessThanOrEqual(180);
  const fromEnd = await box.evaluate((el) => el.scrollHeight - el.scrollTop - el.clientHeight);
  expect(fromEnd).toBeLessThan(2);
  expect(await page.evaluate('document.querySelectorAll("*").length')).toBeLessThan(3_000);
});
