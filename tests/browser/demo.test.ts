import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { withHost } from '../../main/cli/connection.ts';
import { quietConsole } from '../../plugins/whatsapp/quiet-console.ts';
import { startDemo } from '../demo/demo.ts';
import { toolboxDir } from '../harness/built.ts';
import { launchBrowser } from './open-page.ts';
import { findings, misfits, reachable, walkByTab } from './page-checks.ts';

// The story of `npm run demo` by hand: two pages in one browser, a host in a process of its own, a simulated WhatsApp.
quietConsole();
const pictures = process.env.PYNCHY_PICTURES;
let demo: Awaited<ReturnType<typeof startDemo>>;
let browser: Browser;
let context: BrowserContext;
let phone: Page;
let app: Page;
const failures: string[] = [];

beforeAll(async () => {
  demo = await startDemo({
    toolboxDir: toolboxDir(),
    rendererDir: inject('pageDir'),
    // Only the button starts it again.
    startsAgainAfterMs: 10 * 60_000,
    failed: (why) => void failures.push(why),
  });
  browser = await launchBrowser();
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: 'light', reducedMotion: 'reduce' });
  phone = await context.newPage();
  app = await context.newPage();
  for (const page of [phone, app]) page.setDefaultTimeout(20_000);
  phone.on('pageerror', (error) => failures.push(error.message));
  await phone.goto(demo.phoneUrl);
  await app.goto(demo.appLink);
  await app.getByRole('textbox', { name: /Message to/ }).waitFor();
});
afterAll(async () => {
  await browser?.close();
  await demo?.close();
  expect(failures).toEqual([]);
  expect(demo.sim.problems).toEqual([]);
});

const shot = async (name: string): Promise<void> => {
  if (pictures) await phone.screenshot({ path: `${pictures}/demo-${name}.png` });
};
const be = (who: string) => phone.getByRole('navigation', { name: 'Whose phone' }).getByRole('button', { name: who }).first().click();
const openChat = (name: string) => phone.getByRole('navigation', { name: 'Chats' }).getByRole('button', { name }).first().click();
const write = async (text: string): Promise<void> => {
  const field = phone.getByRole('textbox', { name: /^Message to/ });
  await field.fill(text);
  await field.press('Enter');
  await expect.poll(() => field.inputValue()).toBe('');
};
const bubbles = () => phone.getByRole('log').getByRole('article');
const appText = (page: string) => app.goto(`${new URL(demo.appLink).origin}/#/${page}`);

test('says for good that this is not WhatsApp, and fits every window, scheme and keyboard', async () => {
  await phone.getByRole('heading', { name: 'Simulated phone' }).waitFor();
  expect(await phone.title()).toBe('Simulated phone (this is not WhatsApp)');
  await phone.getByText('This is not WhatsApp: nobody is at the other end.').waitFor();
  await be('Ann');
  await openChat('Family');
  await bubbles().getByText('it answers when you write @pynchy').waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await phone.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await findings(phone), colorScheme).toEqual([]);
    await shot(`start-${colorScheme}`);
  }
  await phone.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  expect(await misfits(phone)).toEqual([]);
  await phone.setViewportSize({ width: 1280, height: 800 });
  const walked = await walkByTab(phone);
  expect(walked.filter((at) => !at.isSeen)).toEqual([]);
  expect(walked.length).toBeGreaterThanOrEqual((await phone.evaluate(reachable)) as number);
});

test('links a number with one click while the app shows a code', async () => {
  await be('You');
  const scan = phone.getByRole('button', { name: 'Scan the code shown in the app' });
  expect(await scan.isDisabled()).toBe(true);
  await appText('links');
  await app.getByRole('button', { name: 'Link a number' }).click();
  await app.getByRole('radio', { name: /My own number/ }).click();
  await app.getByRole('button', { name: 'Show the code' }).click();
  await phone.getByText('The app shows a code.').waitFor();
  await scan.click();
  await app.getByText('Live').waitFor();
  await phone.getByText('One app is linked to +49 170 1; connected.').waitFor();
});

test('answers a question to oneself, by Practice, from real files', async () => {
  await openChat('Yourself');
  await write('What did I spend in March?');
  await bubbles().getByText('193.14 EUR').first().waitFor();
  await shot('answer');
});

test('takes a voice note and a picture, and says what it cannot do with them', async () => {
  await phone.getByRole('button', { name: 'Send a voice note' }).click();
  await bubbles().getByText('cannot be transcribed yet').waitFor();
  await phone.getByRole('button', { name: 'Send a picture' }).click();
  await bubbles().getByText('fixed rules cannot see pictures or listen').waitFor();
  await shot('files');
});

test('tells a browser that is not signed in how to get a link of this host, not of another one', async () => {
  const stranger = await browser.newContext();
  try {
    const page = await stranger.newPage();
    await page.goto(new URL(demo.appLink).origin);
    await page.getByText(`PYNCHY_HOME=${demo.home} npm run -s pynchy -- open`).waitFor();
  } finally {
    await stranger.close();
  }
});

test('works for Ann in the group, asks the owner before it answers there, and does it at a thumbs-up', async () => {
  await withHost(demo.home, async (client) => {
    const [link] = await client.links.list();
    const [home] = await client.workspaces.list();
    if (!link || !home) throw new Error('nothing is linked');
    const family = async () => (await client.links.chats({ id: link.id })).find((c) => c.name === 'Family');
    await expect.poll(family).toMatchObject({ kind: 'group', workspaceId: null });
    const chatId = (await family())?.id ?? '';
    await client.links.registerChat({ chatId, workspaceId: home.id });
    await client.people.setStarters({ chatId, starters: 'everybody' });
  });
  await be('Ann');
  await openChat('Family');
  await phone.getByRole('button', { name: '@pynchy tidy the downloads' }).click();
  const asked = phone.getByRole('listitem').filter({ hasText: '@pynchy tidy the downloads' });
  await asked.getByRole('img', { name: '🛠️ by Alex' }).waitFor();
  await be('You');
  await openChat('Yourself');
  const question = phone.getByRole('listitem').filter({ hasText: /May I send this answer to the group Family/ });
  const thumb = question.getByRole('button', { name: 'React with 👍' });
  await thumb.focus();
  await shot('asked');
  await thumb.press('Enter');
  await be('Ann');
  await openChat('Family');
  await bubbles().filter({ hasText: 'Moved 15 files' }).waitFor();
  await asked.getByRole('img', { name: '✅ by Alex' }).waitFor();
  await shot('group');
  await be('You');
  await openChat('Yourself');
});

test('keeps what is written in airplane mode, and answers it when the phone is back', async () => {
  await phone.getByRole('checkbox', { name: 'Airplane mode' }).check();
  await write('what can you do');
  await bubbles().last().getByRole('img', { name: 'waiting for the network' }).waitFor();
  const before = await bubbles().count();
  await phone.getByRole('checkbox', { name: 'Airplane mode' }).uncheck();
  await expect.poll(() => bubbles().count()).toBeGreaterThan(before);
});

test('loses nothing when the host is killed in the middle', async () => {
  const question = 'What did I spend in April?';
  await write(question);
  await phone.getByRole('button', { name: 'Kill the host' }).click();
  await phone.getByText(/^Killed\. It starts again in/).waitFor();
  await shot('killed');
  await write('And in March?');
  await phone.getByRole('button', { name: 'Start it again now' }).click();
  await phone.getByText('Running. Killed once so far.').waitFor();
  await phone.getByText('One app is linked to +49 170 1; connected.').waitFor();
  await appText('');
  // Every question of the owner has its answer, once, and no placeholder is left over.
  const own = () => demo.sim.phone('Alex').texts('Alex');
  await expect.poll(() => own().filter((text) => text.startsWith('🦞')).length).toBe(6);
  await expect.poll(() => own().filter((text) => /…$/.test(text))).toEqual([]);
});
