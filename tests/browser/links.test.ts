import type { BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createHost, type Host } from '#core/app/create-host.ts';
import { serveLoopback } from '../../main/server/serve-loopback.ts';
import { toolboxDir } from '../harness/built.ts';
import { tempHome } from '../harness/temp-home.ts';
import { pluginsWith } from '../sim/whatsapp/quick.ts';
import { startWhatsAppSim, type WhatsAppSim } from '../sim/whatsapp/server.ts';
import { workerBrowser } from './open-page.ts';
import { findingsInBothSchemes } from './page-checks.ts';

// Linking a number by hand, in the real page over a real host, with a simulated WhatsApp behind it.
const home = tempHome();
const pictures = process.env.PYNCHY_PICTURES;
let sim: WhatsAppSim;
let host: Host;
let server: Awaited<ReturnType<typeof serveLoopback>>;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  sim = await startWhatsAppSim();
  sim.addPerson('491701', 'Olga');
  sim.addPerson('491702', 'Ann');
  sim.addPerson('491703', 'Bob');
  host = await createHost({
    home,
    version: '0.0.0-test',
    firstParty: pluginsWith(sim.url, { pairingsMax: 10 }),
    toolboxDir: toolboxDir(),
    samplesDir: null,
  });
  host.settings.set('window', { ...host.settings.get().window, welcome: 'later' });
  server = await serveLoopback({ host, rendererDir: inject('pageDir'), onStop: () => undefined });
  context = await (await workerBrowser()).newContext({ viewport: { width: 1180, height: 780 } });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(server.openLink());
  await page.getByRole('textbox', { name: /Message to/ }).waitFor();
  await page.goto(`${server.url}/#/links`);
});
afterAll(async () => {
  await context?.close();
  await server.close();
  await host.stop();
  await sim.close();
});

const looksRight = async (name: string): Promise<void> => {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png` });
  expect(await findingsInBothSchemes(page), name).toEqual([]);
  for (const [size, viewport] of [
    ['small', { width: 900, height: 600 }],
    ['phone', { width: 390, height: 800 }],
  ] as const) {
    await page.setViewportSize(viewport);
    if (pictures) await page.screenshot({ path: `${pictures}/${name}-${size}.png` });
    // What floats finds its new place a frame later.
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth <= innerWidth'), { message: `${name} ${size}` }).toBe(true);
  }
  await page.setViewportSize({ width: 1180, height: 780 });
};
/** What the code in sight says, asked from the host: a camera of its own would be another test. */
const shownCode = async (): Promise<string> => {
  await page.getByRole('img', { name: 'QR code for the phone to scan' }).waitFor();
  return sim.accounts.list().length > 0 ? lastCode() : '';
};
const lastCode = async (): Promise<string> => {
  const { createRouterClient } = await import('@orpc/server');
  const client = createRouterClient(host.api, {
    context: { surface: 'desktop', openLink: () => '', url: () => null, stop: () => undefined },
  });
  return (await client.links.list())[0]?.qr ?? '';
};

test('says what linking is for while nothing is linked', async () => {
  await page.getByText('No number is linked yet').waitFor();
  await looksRight('links-empty');
});

test('asks first whose number it is, and says what follows', async () => {
  await page.getByRole('button', { name: 'Link a number' }).click();
  await page.getByRole('radio', { name: /A number for the assistant/ }).click();
  await page.getByRole('textbox', { name: 'Your own number' }).waitFor();
  expect(await page.getByRole('button', { name: 'Show the code' }).isDisabled()).toBe(true);
  await looksRight('links-assistant');
  await page.getByRole('radio', { name: /My own number/ }).click();
  await looksRight('links-own');
});

test('shows a code with its time, and is live when the phone has scanned it', async () => {
  await page.getByRole('button', { name: 'Show the code' }).click();
  const code = await shownCode();
  await page.getByText(/^New code in 0:\d\d$/).waitFor();
  await looksRight('links-code');
  sim.phone('Olga').scan(code);
  const card = page.getByRole('article', { name: 'WhatsApp' });
  await card.getByText('Live').waitFor();
  await card.getByText(/^last heard .* ago$/).waitFor();
});

test('lists the chats by name alone, and opens one by hand', async () => {
  await sim.phone('Olga').say('Olga', 'hello');
  await sim.phone('Ann').say('Olga', 'private');
  const card = page.getByRole('article', { name: 'WhatsApp' });
  await card.getByText('Yourself on WhatsApp', { exact: true }).waitFor();
  await card.getByText('One chat that Pynchy does not read').waitFor();
  await looksRight('links-live');
  await card.getByRole('button', { name: 'Open to Pynchy … Ann' }).click();
  await card.getByRole('button', { name: 'Open', exact: true }).click();
  await expect.poll(() => card.getByText('in home').count()).toBe(2);
});

test('opens a group, says who is in it, and lets the owner choose who starts turns and when', async () => {
  sim.phone('Ann').createGroup('Family', ['Olga', 'Bob']);
  const card = page.getByRole('article', { name: 'WhatsApp' });
  await card.getByText('One chat that Pynchy does not read').waitFor();
  await card.getByRole('button', { name: 'Open to Pynchy … Family' }).click();
  await card.getByRole('button', { name: 'Open', exact: true }).click();
  await sim.phone('Ann').say('Family', 'dinner at eigth?');
  await card.getByRole('button', { name: 'Who and when … Family' }).click();
  // The box says what the host has stored, so it changes a moment after the click.
  await card.getByRole('checkbox', { name: 'Ann' }).click();
  await expect.poll(() => card.getByRole('checkbox', { name: 'Ann' }).isChecked()).toBe(true);
  await card.getByRole('textbox', { name: 'It is called by' }).fill('Pynchy, @robot');
  await card.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(() => card.getByRole('textbox', { name: 'It is called by' }).inputValue()).toBe('Pynchy, robot');
  await looksRight('links-rights');
  await card.getByRole('button', { name: 'Done' }).click();
  await card.getByRole('button', { name: 'Stop reading … Ann' }).click();
  await card.getByRole('button', { name: 'Stop reading', exact: true }).click();
  await card.getByText('One chat that Pynchy does not read').waitFor();
});

test('offers a free name for a second number', async () => {
  await page.getByRole('button', { name: 'Link a number' }).click();
  const form = page.getByRole('form', { name: 'Link a number' });
  await expect.poll(() => form.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('WhatsApp 2');
  await form.getByRole('button', { name: 'Cancel' }).click();
});

test('adds a number of the owner and takes it away again', async () => {
  const owners = page.getByRole('region', { name: 'Your numbers' });
  await owners.getByText('+491701').waitFor();
  await owners.getByRole('textbox', { name: 'Another number of yours' }).fill('12');
  await owners.getByRole('button', { name: 'Add' }).click();
  await owners.getByText(/is no telephone number/).waitFor();
  await owners.getByRole('textbox', { name: 'Another number of yours' }).fill('+49 170 0000001');
  await owners.getByRole('button', { name: 'Add' }).click();
  await owners.getByText('+491700000001').waitFor();
  await looksRight('links-owners');
  await owners.getByRole('button', { name: 'Remove +491700000001' }).click();
  await expect.poll(() => owners.getByText('+491700000001').count()).toBe(0);
});

test("shows a group's thread: who may start turns, who said what, edits, reactions, what was taken back", async () => {
  const phone = sim.phone.bind(sim);
  const first = phone('Ann').shown.findLast((m) => m.text === 'dinner at eigth?')?.id ?? '';
  await phone('Ann').edit(first, 'dinner at eight?');
  await phone('Bob').react(first, '👍');
  const second = await phone('Bob').say('Family', 'I cannot come');
  await phone('Bob').delete(second);
  await phone('Ann').say('Family', '@robot hello');
  await expect.poll(() => phone('Bob').texts('Family').length).toBe(3);
  const answer = phone('Bob').shown.findLast((m) => m.chat === 'Family' || m.chat === sim.group('Family').id)?.id ?? '';
  await phone('Bob').react(answer, '❤️');
  phone('Ann').rename('Family', 'Kin');
  await page
    .getByRole('link', { name: /Kin/ })
    .or(page.getByRole('button', { name: /^Kin/ }))
    .first()
    .click();
  await page.getByRole('button', { name: /You, Ann start turns here; others are read only/ }).waitFor();
  await page.getByRole('img', { name: '👍 by Bob' }).waitFor();
  await page.getByRole('img', { name: '❤️ by Bob' }).waitFor();
  await page.getByText('This message was taken back.').waitFor();
  await page.getByText('“Family” is called “Kin” now.').waitFor();
  await looksRight('group-thread');
  await page.getByRole('button', { name: 'edited' }).click();
  await page.getByText('dinner at eigth?').waitFor();
  await looksRight('group-edited');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /You, Ann start turns here/ }).click();
  await page.getByRole('checkbox', { name: 'Ann' }).waitFor();
  await looksRight('group-rights');
  await page.keyboard.press('Escape');
  phone('Ann').removeFrom('Kin', 'Olga');
  await page.getByText('Not in this group any more: nothing is sent').waitFor();
  await looksRight('group-left');
  await page.goto(`${server.url}/#/links`);
});

test('says since when it is down, why, and when it is tried again; then what to click when the phone has ended it', async () => {
  const card = page.getByRole('article', { name: 'WhatsApp' });
  sim.faults.refuseUpgrade = 503;
  sim.dropAll();
  await card.getByText('Something between this computer and WhatsApp refused the connection.').waitFor();
  await card.getByText('Not connected').waitFor();
  await looksRight('links-degraded');
  sim.faults.refuseUpgrade = null;
  await card.getByText('Live').waitFor();
  sim.phone('Olga').unlink();
  await card.getByText('The link was ended on the phone.').waitFor();
  await looksRight('links-ended');
  await card.getByRole('button', { name: 'Show the code' }).click();
  await card.getByRole('img', { name: 'QR code for the phone to scan' }).waitFor();
  await card.getByText('The phone cannot scan it').click();
  await card.getByRole('textbox', { name: 'Number of the phone' }).fill('+49 170 1');
  await card.getByRole('button', { name: 'Get a code to type' }).click();
  await card.getByText(/^.{4}-.{4}$/).waitFor();
  await looksRight('links-typed');
  await card.getByRole('button', { name: 'Cancel' }).click();
  await card.getByText('The linking was cancelled.').waitFor();
});

test('unlinks only after a second yes', async () => {
  const card = page.getByRole('article', { name: 'WhatsApp' });
  await card.getByRole('button', { name: 'Unlink …' }).click();
  await looksRight('links-unlink');
  await card.getByRole('button', { name: 'Unlink', exact: true }).click();
  await page.getByText('No number is linked yet').waitFor();
});
