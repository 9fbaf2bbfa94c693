import { createRouterClient } from '@orpc/server';
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { HostClient } from '#contract/client/connect.ts';
import { createHost, type Host } from '#core/app/create-host.ts';
import { serveLoopback } from '../../main/server/serve-loopback.ts';
import { firstParty } from '../../plugins/first-party.ts';
import { toolboxDir } from '../harness/built.ts';
import { formsIn } from '../harness/find-forms.ts';
import { calling, obey } from '../harness/obey.ts';
import { tempHome } from '../harness/temp-home.ts';
import { callsOf, useModel } from '../harness/wire.ts';
import { type ModelSim, startModelSim } from '../sim/models/server.ts';
import { workerBrowser } from './open-page.ts';
import { findingsInBothSchemes, misfits } from './page-checks.ts';

const value = (of: string): string => `c4nary-${of}-"8d3f"-value`;
const planted = ['typed', 'asked', 'added', 'again', 'replaced'].map(value);

let page: Page;
let host: Host;
let client: HostClient;
let model: ModelSim;
let server: Awaited<ReturnType<typeof serveLoopback>>;
let workspaceId = '';

beforeAll(async () => {
  model = await startModelSim();
  model.script(obey);
  host = await createHost({ home: tempHome(), version: '0.0.0-test', firstParty, toolboxDir: toolboxDir(), samplesDir: null });
  host.settings.set('window', { ...host.settings.get().window, welcome: 'later' });
  client = createRouterClient(host.api, {
    context: { surface: 'desktop', openLink: () => '', url: () => null, stop: () => undefined },
  });
  await useModel(client, model);
  workspaceId = (await client.workspaces.list())[0]?.id ?? '';
  server = await serveLoopback({ host, rendererDir: inject('pageDir'), onStop: () => undefined });
  page = await (await workerBrowser()).newPage({ viewport: { width: 900, height: 600 } });
  page.setDefaultTimeout(15_000);
  await page.goto(server.openLink());
});
afterAll(async () => {
  await page?.close();
  await server.close();
  await host.stop();
  await model.close();
});

const field = (): Locator => page.getByRole('textbox', { name: /Message to/ });
const say = async (text: string): Promise<void> => {
  await field().fill(text);
  await field().press('Enter');
  await expect.poll(() => field().inputValue()).toBe('');
};
const card = (): Locator => page.getByRole('region', { name: 'Secrets for commands' });
const stored = async (): Promise<string[]> => (await client.secrets.list({ workspaceId })).map((s) => s.name);
const openCard = async (): Promise<void> => {
  await page.evaluate(`location.hash = '#/workspaces/${workspaceId}:sandbox'`);
  await card().scrollIntoViewIfNeeded();
};

test('a secret that is typed as a message is shown hidden, and kept', async () => {
  await field().fill(`env add TYPED=${value('typed')}`);
  await page.getByText('Goes into the vault,').waitFor();
  await field().press('Enter');
  await page.getByRole('article', { name: /^You/ }).getByText('env add TYPED=•••').waitFor();
  await page.getByText('TYPED is kept for commands in home.').waitFor();
  expect(await stored()).toEqual(['TYPED']);
});

test('the request for a secret is answered in a field that hides it', async () => {
  await say(calling('request_secret', { name: 'ASKED', why: 'To list your orders at the shop; the shop calls it "API key".' }));
  const ask = page.getByRole('form', { name: 'The assistant needs a secret' });
  await ask.getByText('Commands in home would find it as ASKED.').waitFor();
  expect(await findingsInBothSchemes(page)).toEqual([]);
  const input = ask.getByLabel('Value of ASKED');
  expect(await input.getAttribute('type')).toBe('password');
  await input.fill('abc');
  await ask.getByRole('button', { name: 'Keep it for commands here' }).click();
  await ask.getByRole('alert').getByText('cannot be hidden').waitFor();
  await input.fill(value('asked'));
  await input.press('Enter');
  await page
    .getByRole('article', { name: /^Pynchy/ })
    .getByText('It is stored as ASKED.')
    .last()
    .waitFor();
  expect(await stored()).toEqual(['ASKED', 'TYPED']);
});

test('the card adds, replaces, blocks and removes, and never shows a value', async () => {
  await openCard();
  await card().getByRole('button', { name: 'Add a secret' }).click();
  await card().getByLabel('Name').fill('LD_PRELOAD');
  await card().getByText('Choose another one.').waitFor();
  await card().getByLabel('Name').fill('ADDED');
  await card().getByLabel('Value', { exact: true }).fill(value('added'));
  expect(await findingsInBothSchemes(page)).toEqual([]);
  await card().getByLabel('Value', { exact: true }).press('Enter');
  await card().getByText('ADDED').waitFor();
  expect(await stored()).toEqual(['ADDED', 'ASKED', 'TYPED']);
  const asked = card().getByRole('form', { name: 'ADDED is there already. Replace its value?' });
  const addAgain = async (): Promise<void> => {
    await card().getByRole('button', { name: 'Add a secret' }).click();
    await card().getByLabel('Name').fill('ADDED');
    await card().getByLabel('Value', { exact: true }).fill(value('again'));
    await card().getByLabel('Value', { exact: true }).press('Enter');
    await asked.waitFor();
  };
  const setAt = async (): Promise<number | undefined> =>
    (await client.secrets.list({ workspaceId })).find((s) => s.name === 'ADDED')?.setAt;
  const before = await setAt();
  await addAgain();
  expect(await findingsInBothSchemes(page)).toEqual([]);
  await asked.getByRole('button', { name: 'Cancel' }).click();
  expect(await card().getByLabel('Name').inputValue()).toBe('ADDED');
  await card().getByRole('button', { name: 'Cancel' }).click();
  expect(await setAt()).toBe(before);
  await addAgain();
  await asked.getByRole('button', { name: 'Replace', exact: true }).click();
  await asked.waitFor({ state: 'detached' });
  await expect.poll(setAt).not.toBe(before);
  await card().getByRole('button', { name: 'Replace the value of ADDED' }).click();
  await card().getByLabel('Replace the value of ADDED').last().fill(value('replaced'));
  await card().getByRole('button', { name: 'Save' }).click();
  await card().getByRole('switch', { name: 'Commands may use ASKED' }).press('Space');
  await expect.poll(async () => (await client.secrets.list({ workspaceId })).find((s) => s.name === 'ASKED')?.forCommands).toBe(false);
  await card().getByRole('button', { name: 'Where fetches may carry ADDED' }).click();
  const hosts = card().getByRole('region', { name: 'Where fetches may carry ADDED' });
  await hosts.getByRole('textbox').fill('*.shop.test');
  await hosts.getByRole('textbox').press('Enter');
  await hosts.getByText('*.shop.test').waitFor();
  await hosts.getByRole('textbox').fill('api.shop.test');
  await hosts.getByRole('textbox').press('Enter');
  await card().getByText('in fetches to api.shop.test').waitFor();
  expect(await findingsInBothSchemes(page)).toEqual([]);
  await card().getByRole('button', { name: 'Remove TYPED' }).click();
  await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Cancel');
  await card().getByRole('button', { name: 'Remove', exact: true }).click();
  await expect.poll(stored).toEqual(['ADDED', 'ASKED']);
  expect(await findingsInBothSchemes(page)).toEqual([]);
  await card().getByText('commands may not use it').waitFor();
  expect(await misfits(page)).toEqual([]);
});

/** Everything that the page's JavaScript still holds. */
const memory = async (): Promise<string> => {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return chunks.join('');
};
const markIn = (text: string): string[] => planted.flatMap((one) => formsIn(text, one));

test('nothing of a value stays in the memory of the page, its storage or its text', { timeout: 180_000 }, async () => {
  await page.evaluate(`location.hash = '#/chat'`);
  await field().waitFor();
  await say('Hello');
  await page.getByText('Nothing to do.').last().waitFor();
  expect(markIn(await memory())).toEqual([]);
  expect(
    markIn((await page.evaluate('JSON.stringify([localStorage, sessionStorage, document.documentElement.outerHTML])')) as string),
  ).toEqual([]);
  expect(markIn(JSON.stringify(callsOf(model)))).toEqual([]);
  // The look itself can see: a value that the page does hold is found.
  await page.evaluate(`globalThis.leak = [${JSON.stringify(value('typed'))}]`);
  expect(markIn(await memory())).not.toEqual([]);
});
