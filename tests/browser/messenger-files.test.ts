import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { serveLoopback } from '../../main/server/serve-loopback.ts';
import { pairOlga, startWhatsAppWorld, type WhatsAppWorld } from '../harness/whatsapp-world.ts';
import { lastResults, textOf, useModel } from '../harness/wire.ts';
import { type ModelSim, startModelSim } from '../sim/models/server.ts';
import { launchBrowser } from './open-page.ts';
import { findingsInBothSchemes, misfits } from './page-checks.ts';

let w: WhatsAppWorld;
let server: Awaited<ReturnType<typeof serveLoopback>>;
let model: ModelSim;
let browser: Browser;
let page: Page;

/** Three seconds of a low tone. */
const tone = (): Buffer => {
  const samples = Buffer.from(Array.from({ length: 24_000 }, (_, n) => 128 + Math.round(60 * Math.sin(n / 12))));
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 1],
    [34, 8],
  ] as const)
    head.writeUInt16LE(value, at);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(8_000, 28);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
};
const picture = readFileSync(new URL('../../resources/icons/pynchy-256.png', import.meta.url));
const shownIn = async (): Promise<number> => {
  const chat = (await w.client.chats.list()).find(({ channel }) => channel === 'whatsapp');
  if (!chat) return 0;
  const { messages } = await w.client.chats.thread({ chatId: chat.id });
  return messages.filter(({ attachments, missing }) => attachments.length + missing.length > 0).length;
};

beforeEach(async () => {
  w = await startWhatsAppWorld();
  w.host.settings.set('window', { ...w.host.settings.get().window, welcome: 'later' });
  model = await startModelSim();
  await useModel(w.client, model);
  model.script((request) =>
    lastResults(request).length === 0 && textOf(request).includes('Send me the chart')
      ? [{ do: 'tool', name: 'send_file', input: { path: 'chart.png', caption: 'The chart of **March**' } }]
      : [{ do: 'text', text: 'Here you are.' }],
  );
  await pairOlga(w);
  const send = (file: Parameters<typeof w.sim.sendFile>[2]) => w.sim.sendFile('Olga', 'Olga', file);
  await send({ type: 'image', content: picture, mime: 'image/png', caption: 'Is this a claw?' });
  await send({ type: 'document', content: Buffer.from('%PDF-1.7 receipt'), mime: 'application/pdf', name: 'Receipt March.pdf' });
  await send({ type: 'audio', content: tone(), mime: 'audio/wav', ptt: true });
  await expect.poll(shownIn).toBe(3);
  w.sim.media.faults.status = 410;
  w.sim.loseFile(await send({ type: 'video', content: Buffer.alloc(3_000_000), mime: 'video/mp4' }));
  await expect.poll(shownIn).toBe(4);
  await send({ type: 'document', content: Buffer.from('x'), mime: 'application/zip', name: 'holiday.zip', saidBytes: 80_000_000 });
  await expect.poll(shownIn).toBe(5);
  server = await serveLoopback({ host: w.host, rendererDir: inject('pageDir'), onStop: () => undefined });
  browser = await launchBrowser();
  page = await (await browser.newContext({ viewport: { width: 1180, height: 2000 } })).newPage();
  await page.goto(server.openLink());
  const chat = (await w.client.chats.list()).find(({ channel }) => channel === 'whatsapp');
  await page.getByRole('textbox', { name: /Message to/ }).waitFor();
  await page.goto(`${server.url}/#/chat/${chat?.id}`);
  w.sim.media.faults.status = null;
  mkdirSync(join(w.home, 'workspaces', 'home'), { recursive: true });
  writeFileSync(join(w.home, 'workspaces', 'home', 'chart.png'), picture);
  await w.sim.phone('Olga').say('Olga', 'Send me the chart');
});
afterEach(async () => {
  await browser?.close();
  await server?.close();
  await w?.close();
  await model?.close();
});

test('shows pictures, files and a player, says of what is missing why, and fetches it again on a click', async () => {
  await page.getByRole('img', { name: /^Picture photo / }).waitFor();
  await page.getByRole('link', { name: /Receipt March\.pdf/ }).waitFor();
  const sent = page.getByRole('article', { name: /^Pynchy/ }).filter({ hasText: 'The chart of March' });
  await sent.getByRole('img', { name: 'Picture chart.png' }).waitFor();
  await sent.getByRole('img', { name: 'Sent', exact: true }).waitFor();
  const player = page.locator('audio').first();
  await expect.poll(() => player.evaluate((el) => Math.round((el as unknown as { duration: number }).duration))).toBe(3);
  await page.getByText('A video that is not here').waitFor();
  await page.getByText('It is larger than 25 MB.').waitFor();
  expect(await findingsInBothSchemes(page)).toEqual([]);
  expect(await misfits(page)).toEqual([]);

  await page.setViewportSize({ width: 1180, height: 2000 });
  const again = page.getByRole('button', { name: 'Fetch again' });
  w.sim.media.faults.status = 410;
  await again.click();
  await page
    .getByRole('alert')
    .getByText(/The file did not come/)
    .waitFor();
  w.sim.media.faults.status = null;
  await again.click();
  await page.getByRole('link', { name: /^video / }).waitFor();
});
