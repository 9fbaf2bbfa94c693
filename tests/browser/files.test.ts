import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { serveLoopback } from '../../main/server/serve-loopback.ts';
import { type HostUnderTest, startHost } from '../harness/in-process-host.ts';
import { workerBrowser } from './open-page.ts';

// One red dot.
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC', 'base64');
let context: BrowserContext;
let page: Page;
let t: HostUnderTest;
let server: Awaited<ReturnType<typeof serveLoopback>>;

beforeAll(async () => {
  t = await startHost();
  server = await serveLoopback({ host: t.host, rendererDir: inject('pageDir'), onStop: () => undefined });
  context = await (await workerBrowser()).newContext();
  page = await context.newPage();
  const signedIn = page.waitForResponse('**/api/session');
  await page.goto(server.openLink());
  await signedIn;
  await page.goto(`${server.url}/#/chat/${t.chatId}`);
  await field().waitFor();
});
afterAll(async () => {
  try {
    await context?.close();
  } finally {
    await server.close();
    await t.stop();
  }
});
const field = () => page.getByRole('textbox', { name: /Message to/ });

test('a picture and a large file go with a message: shown, put into the workspace, and named to the agent', async () => {
  const large = Buffer.alloc(9 * 1024 * 1024, 'x');
  await page.locator('input[type=file]').setInputFiles([
    { name: 'dot.png', mimeType: 'image/png', buffer: png },
    { name: 'large.txt', mimeType: 'text/plain', buffer: large },
  ]);
  await page.getByRole('button', { name: 'Remove large.txt' }).waitFor();
  await expect.poll(() => page.getByRole('progressbar').count()).toBe(0);

  // What is uploaded belongs to the draft: a reload keeps it.
  await page.reload();
  await page.getByRole('button', { name: 'Remove large.txt' }).waitFor();
  await field().fill('!ls -s uploads');
  await field().press('Enter');
  await page.getByText('Succeeded (exit 0)').waitFor();

  await page.getByRole('img', { name: 'Picture dot.png' }).waitFor();
  await expect.poll(() => page.evaluate("document.querySelector('.py-picture img')?.naturalWidth")).toBe(1);
  await page.getByRole('link', { name: /large.txt/ }).waitFor();
  expect(readFileSync(join(t.home, 'workspaces', 'home', 'uploads', 'dot.png'))).toEqual(png);
  expect(readFileSync(join(t.home, 'workspaces', 'home', 'uploads', 'large.txt'))).toEqual(large);

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: /large.txt/ }).click();
  expect((await download).suggestedFilename()).toBe('large.txt');
});

test('the first message names the chat', async () => {
  await page.getByRole('button', { name: 'New chat' }).click();
  await page.getByRole('heading', { level: 1, name: 'New chat' }).waitFor();
  await field().fill('run echo hello there');
  await field().press('Enter');
  await page.getByRole('heading', { level: 1, name: 'run echo hello there' }).waitFor();
});
