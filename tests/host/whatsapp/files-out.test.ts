import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pairOlga, startWhatsAppWorld, type WhatsAppWorld } from '../../harness/whatsapp-world.ts';
import { lastResults, useModel } from '../../harness/wire.ts';
import { type ModelSim, startModelSim } from '../../sim/models/server.ts';

let w: WhatsAppWorld;
let model: ModelSim;
beforeEach(async () => {
  w = await startWhatsAppWorld();
  model = await startModelSim();
  await useModel(w.client, model);
  await pairOlga(w);
});
afterEach(async () => {
  await w.close();
  await model.close();
});

const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(3000, 7)]);
const put = (path: string, content: string | Uint8Array): void => {
  mkdirSync(join(w.home, 'workspaces', 'home', path, '..'), { recursive: true });
  writeFileSync(join(w.home, 'workspaces', 'home', path), content);
};
/** The model calls the tool once, and then says what it was told. */
const calls = (input: Record<string, unknown>): void =>
  model.script((request) => {
    const [result] = lastResults(request);
    return result === undefined ? [{ do: 'tool', name: 'send_file', input }] : [{ do: 'text', text: `Done: ${result}` }];
  });
const shown = () => w.sim.phone('Olga').shown.filter(({ chat }) => chat === 'Olga');
const filesShown = () =>
  shown().flatMap(({ content, text }) => {
    const kind = (['imageMessage', 'audioMessage', 'documentMessage'] as const).find((each) => content[each]);
    return kind ? [{ kind, text, content }] : [];
  });
const uploads = () => w.sim.media.requests.filter(({ method }) => method === 'POST');

it('sends a picture as a picture with its caption, byte for byte, and shows it with its tick in the window', async () => {
  put('charts/march.png', png);
  calls({ path: 'charts/march.png', caption: 'This is **March**' });
  await w.sim.phone('Olga').say('Olga', 'Send me the chart');
  await expect.poll(filesShown, { interval: 25 }).toHaveLength(1);
  const [sent] = filesShown();
  expect(sent).toMatchObject({ kind: 'imageMessage', text: expect.stringContaining('This is *March*') });
  expect(w.sim.media.open(sent?.content ?? {}).content.equals(png)).toBe(true);
  const chat = (await w.client.chats.list()).find(({ channel }) => channel === 'whatsapp');
  const posted = async () =>
    (await w.client.chats.thread({ chatId: chat?.id ?? '' })).messages.find(
      ({ origin, attachments }) => origin === 'agent' && attachments.length > 0,
    );
  await expect.poll(posted, { interval: 25 }).toMatchObject({
    text: 'This is **March**',
    attachments: [{ name: 'march.png', mime: 'image/png', bytes: png.length }],
    // In a chat with oneself nobody else's phone confirms it.
    delivery: 'sent',
  });
  await expect.poll(() => shown().at(-1)?.text).toContain('sent charts/march.png');
});

it('sends a document under its name and a recording as a voice message with its length', async () => {
  const page = Buffer.concat([Buffer.from('OggS\0\0'), Buffer.alloc(8), Buffer.alloc(14)]);
  page.writeBigInt64LE(48_000n * 3n, 6);
  put('report.pdf', '%PDF-1.7 the report');
  put('note.ogg', page);
  calls({ path: 'report.pdf' });
  await w.sim.phone('Olga').say('Olga', 'The report, please');
  await expect.poll(filesShown, { interval: 25 }).toHaveLength(1);
  expect(filesShown()[0]?.content.documentMessage).toMatchObject({ fileName: 'report.pdf', mimetype: 'application/pdf' });
  expect(w.sim.media.open(filesShown()[0]?.content ?? {}).content.toString()).toBe('%PDF-1.7 the report');
  await expect.poll(() => shown().at(-1)?.text).toContain('sent report.pdf');
  calls({ path: 'note.ogg', caption: 'Listen' });
  await w.sim.phone('Olga').say('Olga', 'And the note');
  await expect.poll(filesShown, { interval: 25 }).toHaveLength(2);
  expect(filesShown()[1]?.content.audioMessage).toMatchObject({ ptt: true, seconds: 3 });
  // A voice message has no caption: the words come beside it.
  await expect.poll(() => shown().map(({ text }) => text)).toContainEqual(expect.stringMatching(/Listen$/));
});

it('uploads once, however often the message has to be sent', async () => {
  put('a.png', png);
  calls({ path: 'a.png' });
  w.sim.faults.loseMessages = true;
  await w.sim.phone('Olga').say('Olga', 'Send it');
  await expect.poll(() => uploads().length).toBe(1);
  w.sim.dropAll();
  await w.becomes('live');
  w.sim.faults.loseMessages = false;
  w.sim.dropAll();
  await expect.poll(filesShown, { interval: 25, timeout: 15_000 }).toHaveLength(1);
  expect(uploads()).toHaveLength(1);
  expect(w.sim.media.open(filesShown()[0]?.content ?? {}).content.equals(png)).toBe(true);
}, 30_000);

it('tries again when the server for files fails, and sends it once', async () => {
  put('a.png', png);
  calls({ path: 'a.png' });
  w.sim.media.faults.status = 500;
  await w.sim.phone('Olga').say('Olga', 'Send it');
  await expect.poll(() => uploads().length).toBeGreaterThan(0);
  expect(filesShown()).toEqual([]);
  w.sim.media.faults.status = null;
  await expect.poll(filesShown, { interval: 25, timeout: 15_000 }).toHaveLength(1);
}, 30_000);

it('says what cannot be sent and sends nothing', async () => {
  calls({ path: '../../pynchy.db' });
  await w.sim.phone('Olga').say('Olga', 'Send me the database');
  await expect.poll(() => shown().at(-1)?.text).toContain('leads out of the workspace. Nothing was sent.');
  calls({ path: 'nothing.txt' });
  await w.sim.phone('Olga').say('Olga', 'Send me nothing');
  await expect.poll(() => shown().at(-1)?.text).toContain('There is no such file. Nothing was sent.');
  expect(uploads()).toEqual([]);
});

it('asks before a file goes into another chat, and posts there what was approved, whatever became of the file', async () => {
  put('report.pdf', '%PDF-1.7 first');
  const [home] = await w.client.workspaces.list();
  const bob = await w.client.chats.create({ workspaceId: home?.id ?? '', name: 'Bob' });
  calls({ path: 'report.pdf', chat: 'Bob', caption: 'For you' });
  const asked = await w.client.messages.send({ chatId: w.chatId, text: 'Send Bob the report', clientId: 'one' });
  await expect.poll(async () => (await w.client.asks.list({})).length).toBe(1);
  rmSync(join(w.home, 'workspaces', 'home', 'report.pdf'));
  const [ask] = await w.client.asks.list({});
  await w.client.asks.answer({ id: ask?.id ?? '', decision: 'approve' });
  await expect.poll(async () => (await w.client.messages.turnOf({ messageId: asked.messageId })).reply).toContain('sent report.pdf');
  const { messages } = await w.client.chats.thread({ chatId: bob.id });
  expect(messages.at(-1)).toMatchObject({
    origin: 'agent',
    text: 'For you',
    attachments: [{ name: 'report.pdf', bytes: 14 }],
    delivery: 'delivered',
  });
  expect(w.host.sentFile(messages.at(-1)?.attachments[0]?.sha256 ?? '')?.bytes).toBe(14);
});
