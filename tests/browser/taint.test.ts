import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { serveLoopback } from '../../main/server/serve-loopback.ts';
import { type HostUnderTest, startHost } from '../harness/in-process-host.ts';
import { say } from '../harness/talk.ts';
import { workerBrowser } from './open-page.ts';
import { findingsInBothSchemes } from './page-checks.ts';

let t: HostUnderTest;
let server: Awaited<ReturnType<typeof serveLoopback>>;
let page: Page;

beforeAll(async () => {
  t = await startHost();
  server = await serveLoopback({ host: t.host, rendererDir: inject('pageDir'), onStop: () => undefined });
  page = await (await workerBrowser()).newPage({ viewport: { width: 900, height: 600 } });
  page.setDefaultTimeout(10_000);
  await Promise.all([page.waitForResponse((response) => response.url().endsWith('/api/session')), page.goto(server.openLink())]);
});
afterAll(async () => {
  await page.close();
  await server.close();
  await t.stop();
});

test('a marked workspace says where outside text may come from, and what is cleared is what was shown', async () => {
  const [home] = await t.client.workspaces.list();
  await t.client.sandbox.setNetwork({ id: home?.id ?? '', mode: 'open' });
  await say(t.client, t.chatId, '!true');
  await page.goto(`${server.url}/#/workspaces/${home?.id}`);
  await page.getByText('Outside text may be in the files here').waitFor();
  await page.getByText('Where it may come from: a command that was typed, with the network open.').waitFor();
  expect(await findingsInBothSchemes(page)).toEqual([]);
  if (process.env.PYNCHY_PICTURES) await page.screenshot({ path: `${process.env.PYNCHY_PICTURES}/taint.png` });
  await page.getByRole('button', { name: 'Clear the mark …' }).click();
  await page.getByRole('button', { name: 'The files are fine, clear it' }).click();
  await expect.poll(() => page.getByText('Outside text may be in the files here').count()).toBe(0);
  expect((await t.client.workspaces.list())[0]?.tainted).toBeNull();
});
