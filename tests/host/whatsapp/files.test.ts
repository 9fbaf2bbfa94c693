import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MessageView } from '#contract/ui/views.ts';
import { pairOlga, startWhatsAppWorld, type WhatsAppWorld } from '../../harness/whatsapp-world.ts';
import type { SentFile } from '../../sim/whatsapp/media.ts';

let w: WhatsAppWorld;
beforeEach(async () => {
  w = await startWhatsAppWorld();
  await pairOlga(w);
});
afterEach(() => w.close());

const png = (bytes = 5000): Buffer =>
  Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(bytes, 7)]);
const ogg = (): Buffer => Buffer.concat([Buffer.from('OggS\0\0'), Buffer.alloc(2000, 3)]);
const photo = (more: Partial<SentFile> = {}): SentFile => ({
  type: 'image',
  content: png(),
  mime: 'image/jpeg',
  caption: 'What is this?',
  ...more,
});
const messages = async (): Promise<MessageView[]> => {
  const chat = (await w.client.chats.list()).find(({ channel }) => channel === 'whatsapp');
  return chat ? (await w.client.chats.thread({ chatId: chat.id })).messages : [];
};
const said = async (): Promise<MessageView[]> => (await messages()).filter(({ origin }) => origin === 'human');
const becomes = async (what: object): Promise<MessageView> => {
  await expect.poll(said, { interval: 25 }).toEqual([expect.objectContaining(what)]);
  return (await said())[0] as MessageView;
};
const inUploads = (name: string): string => join(w.home, 'workspaces', 'home', 'uploads', name);
const contentOf = async (sha256: string): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  for await (const part of w.host.sentFile(sha256)?.stream() ?? []) parts.push(part);
  return Buffer.concat(parts);
};

it('puts a picture into the workspace, byte for byte, and shows it in the thread', async () => {
  await w.sim.sendFile('Olga', 'Olga', photo());
  const { attachments } = await becomes({ text: 'What is this?', missing: [] });
  const [file] = attachments;
  // What it is says the content, not its sender; photos have no name of their own.
  expect(file).toMatchObject({
    mime: 'image/png',
    bytes: png().length,
    name: expect.stringMatching(/^photo \d{4}-\d\d-\d\d \d\d\.\d\d\.png$/),
  });
  expect(await contentOf(file?.sha256 ?? '')).toEqual(png());
  expect(readFileSync(inUploads(file?.name ?? ''))).toEqual(png());
});

it('keeps the name of a document, made safe, and offers nothing that runs as something to show', async () => {
  const content = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  await w.sim.sendFile('Olga', 'Olga', { type: 'document', content, mime: 'image/svg+xml', name: '../../etc/‮gvs.exe' });
  const { attachments } = await becomes({ missing: [] });
  expect(attachments).toMatchObject([{ name: 'gvs.exe', mime: 'text/plain' }]);
  expect(readFileSync(inUploads('gvs.exe'))).toEqual(content);
});

it('keeps a voice message and says once that it cannot be transcribed', async () => {
  for (let n = 0; n < 2; n++)
    await w.sim.sendFile('Olga', 'Olga', {
      type: 'audio',
      content: Buffer.concat([ogg(), Buffer.from([n])]),
      mime: 'audio/ogg; codecs=opus',
      ptt: true,
    });
  await expect.poll(async () => (await said()).map((m) => m.attachments[0]?.mime), { interval: 25 }).toEqual(['audio/ogg', 'audio/ogg']);
  await expect
    .poll(() =>
      w.sim
        .phone('Olga')
        .texts('Olga')
        .filter((text) => text.includes('cannot be transcribed')),
    )
    .toHaveLength(1);
});

it('fetches nothing of a chat that nobody registered', async () => {
  await w.sim.sendFile('Ann', 'Olga', photo());
  await w.sim.phone('Olga').say('Olga', 'hello');
  await becomes({ text: 'hello' });
  expect(w.sim.media.requests).toEqual([]);
});

it('tells a text that follows a picture after it, however long the picture takes', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  w.sim.media.faults.gate = promise;
  await w.sim.sendFile('Olga', 'Olga', photo({ caption: 'first' }));
  await w.sim.phone('Olga').say('Olga', 'second');
  resolve();
  await expect.poll(async () => (await said()).map(({ text }) => text), { interval: 25 }).toEqual(['first', 'second']);
});

it('has a file that the network has forgotten sent again by the phone', async () => {
  w.sim.phone('Olga').account.isOffline = false;
  const content = photo();
  const { promise, resolve } = Promise.withResolvers<void>();
  w.sim.media.faults.gate = promise;
  const id = await w.sim.sendFile('Olga', 'Olga', content);
  w.sim.media.forget(w.sim.phone('Olga').account.sent.get(id)?.content ?? {});
  resolve();
  const { attachments } = await becomes({ missing: [] });
  expect(await contentOf(attachments[0]?.sha256 ?? '')).toEqual(png());
  expect(w.sim.media.requests.map(({ status }) => status)).toEqual([410, 200]);
});

it('says what could not be fetched, and fetches it when a person asks for it', async () => {
  w.sim.media.faults.isSwapped = true;
  await w.sim.sendFile('Olga', 'Olga', photo());
  const damaged = await becomes({ attachments: [], missing: [expect.objectContaining({ kind: 'image', canFetch: false })] });
  expect(damaged.missing[0]?.reason.code).toBe('file-missing-damaged');
  w.sim.media.faults.isSwapped = false;
});

it('fetches again what the phone did not have at first', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  w.sim.media.faults.gate = promise;
  const id = await w.sim.sendFile('Olga', 'Olga', photo());
  const content = w.sim.phone('Olga').account.sent.get(id)?.content ?? {};
  w.sim.media.forget(content);
  w.sim.loseFile(id);
  resolve();
  const message = await becomes({ attachments: [], missing: [expect.objectContaining({ canFetch: true })] });
  expect(message.missing[0]?.reason.code).toBe('file-missing-gone');
  await expect(w.client.messages.fetchFiles({ messageId: message.id })).rejects.toMatchObject({
    data: { code: 'file-not-fetched', text: expect.stringContaining('It is not on the network any more.') },
  });
  w.sim.findFile(id, png());
  expect(await w.client.messages.fetchFiles({ messageId: message.id })).toEqual({ fetched: 1 });
  await becomes({ missing: [], attachments: [expect.objectContaining({ bytes: png().length })] });
});

it('loses no message with a file to a host that stops in the middle, and fetches it then', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  w.sim.media.faults.gate = promise;
  await w.sim.sendFile('Olga', 'Olga', photo());
  await expect.poll(() => w.sim.phone('Olga').receipts.length).toBeGreaterThan(0);
  w = await w.restart();
  resolve();
  const { attachments } = await becomes({ missing: [] });
  expect(await contentOf(attachments[0]?.sha256 ?? '')).toEqual(png());
  expect((await readdir(inUploads(''))).length).toBe(1);
});

it('takes a message whose file says a size that no file has', async () => {
  await w.sim.sendFile('Olga', 'Olga', photo({ saidBytes: 2 ** 63 }));
  await becomes({ missing: [], attachments: [expect.objectContaining({ bytes: png().length })] });
});

it('does not ask for what says that it is too large, and stops at what is larger than it says', async () => {
  await w.sim.sendFile('Olga', 'Olga', photo({ saidBytes: 26 * 1024 * 1024 }));
  const huge = await becomes({ missing: [expect.objectContaining({ canFetch: false })] });
  expect(huge.missing[0]?.reason.code).toBe('file-missing-too-large');
  expect(w.sim.media.requests).toEqual([]);
  await w.sim.sendFile('Olga', 'Olga', {
    type: 'document',
    content: Buffer.alloc(26 * 1024 * 1024),
    mime: 'application/zip',
    name: 'bomb.zip',
    saidBytes: 10,
  });
  await expect
    .poll(async () => (await said()).map((m) => m.missing[0]?.reason.code), { interval: 50 })
    .toEqual(['file-missing-too-large', 'file-missing-too-large']);
});

it('fetches by itself what was cut, as soon as the link is up again', async () => {
  w.sim.media.faults.cutAfter = 100;
  await w.sim.sendFile('Olga', 'Olga', photo());
  const cut = await becomes({ attachments: [], missing: [expect.objectContaining({ canFetch: true })] });
  expect(cut.missing[0]?.reason.code).toBe('file-missing-offline');
  w.sim.media.faults.cutAfter = null;
  w.sim.dropAll();
  await becomes({ missing: [], attachments: [expect.objectContaining({ bytes: png().length })] });
}, 20_000);

it('leaves files of people without a role where they are, until the owner wants one; the workspace then remembers where it is from', async () => {
  await w.sim.phone('Ann').say('Olga', 'hello');
  const [home] = await w.client.workspaces.list();
  const [line] = await w.client.links.list();
  const annsChat = async () => (await w.client.links.chats({ id: line?.id ?? '' })).find(({ name }) => name === 'Ann');
  await expect.poll(annsChat, { interval: 25 }).toBeDefined();
  await w.client.links.registerChat({ chatId: (await annsChat())?.id ?? '', workspaceId: home?.id ?? '' });
  await w.sim.sendFile('Ann', 'Olga', photo());
  await becomes({ attachments: [], missing: [expect.objectContaining({ canFetch: true })] });
  expect((await said())[0]?.missing[0]?.reason.code).toBe('file-missing-stranger');
  expect(w.sim.media.requests).toEqual([]);
  expect((await w.client.workspaces.list())[0]?.tainted).toBeNull();
  expect(await w.client.messages.fetchFiles({ messageId: (await said())[0]?.id ?? '' })).toEqual({ fetched: 1 });
  await becomes({ missing: [], attachments: [expect.objectContaining({ bytes: png().length })] });
  expect((await w.client.workspaces.list())[0]?.tainted).not.toBeNull();
});
