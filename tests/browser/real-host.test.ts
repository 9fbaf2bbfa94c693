import { rmSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createHost, type Host } from '#core/app/create-host.ts';
import { serveLoopback } from '../../main/server/serve-loopback.ts';
import { firstParty } from '../../plugins/first-party.ts';
import { toolboxDir } from '../harness/built.ts';
import { tempHome } from '../harness/temp-home.ts';
import { workerBrowser } from './open-page.ts';

const home = tempHome();
let context: BrowserContext;
let page: Page;
let host: Host;
let server: Awaited<ReturnType<typeof serveLoopback>>;

const start = async (): Promise<void> => {
  host = await createHost({ home, version: '0.0.0-test', firstParty, toolboxDir: toolboxDir(), samplesDir: null });
  host.settings.set('window', { ...host.settings.get().window, welcome: 'later' });
  server = await serveLoopback({ host, rendererDir: inject('pageDir'), onStop: () => undefined });
};
const stop = async (): Promise<void> => {
  await server.close();
  await host.stop();
};

beforeAll(async () => {
  await start();
  context = await (await workerBrowser()).newContext();
  page = await context.newPage();
  await page.goto(server.openLink());
});
afterAll(async () => {
  try {
    await context?.close();
  } finally {
    await stop();
    rmSync(home, { recursive: true, force: true });
  }
});

const field = () => page.getByRole('textbox', { name: /Message to/ });
const say = async (text: string): Promise<void> => {
  await field().fill(text);
  await field().press('Enter');
  await expect.poll(() => field().inputValue()).toBe('');
};

test('a message is answered by Practice with a real command, and named so', async () => {
  await say('run echo hello from the sandbox');
  const bubble = page.getByRole('article', { name: /^Practice, no AI/ });
  await bubble.getByRole('button', { name: /Ran 1 command/ }).click();
  await bubble.getByText('Succeeded (exit 0)').waitFor();
  await bubble.getByRole('group', { name: 'Output' }).getByText('hello from the sandbox').waitFor();
});

test('a line with ! is a terminal block with its exit code', async () => {
  await say('!echo by hand && false');
  const terminal = page.getByRole('article', { name: /^Command in the sandbox/ });
  await terminal.getByText('by hand', { exact: true }).waitFor();
  await terminal.getByText('Failed (exit 1)').waitFor();
});

test('stop ends a running command', async () => {
  await say('run sleep 60');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByText('Stopped by you.').waitFor();
});

test('a fresh start can be undone', async () => {
  await say('/reset');
  const undo = page.getByRole('button', { name: /^Undo/ });
  await undo.click();
  await undo.waitFor({ state: 'hidden' });
});

test('after a restart of the host the page comes back by itself and goes on', async () => {
  await stop();
  await page.getByRole('region', { name: 'Connection' }).waitFor();
  await start();
  await page.getByRole('region', { name: 'Connection' }).waitFor({ state: 'hidden' });
  await say('run echo still here');
  await page
    .getByRole('article')
    .getByText(/still here/)
    .last()
    .waitFor();
});
