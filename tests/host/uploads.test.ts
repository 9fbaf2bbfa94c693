import fs, { readFileSync, symlinkSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clientOverPort, type HostClient } from '#contract/client/connect.ts';
import { uploadPieceBytes } from '#contract/model/files.ts';
import { servePort } from '../../main/server/serve-port.ts';
import { outcome } from '../harness/talk.ts';
import { tempFolder } from '../harness/temp-home.ts';
import { callsOf, textOf } from '../harness/wire.ts';
import { startWorld, type World } from '../harness/world.ts';

let w: World;
beforeEach(async () => {
  w = await startWorld();
  w.sim.script(() => [{ do: 'text', text: 'Seen.' }]);
});
afterEach(() => w.close());

const upload = async (name: string, content: Uint8Array<ArrayBuffer>, client: HostClient = w.client) => {
  const { uploadId } = await client.blobs.begin({ chatId: w.chatId, name, bytes: content.length });
  for (let offset = 0; offset < content.length; offset += uploadPieceBytes)
    await client.blobs.piece({ uploadId, offset, data: new Blob([content.slice(offset, offset + uploadPieceBytes)]) });
  return client.blobs.end({ uploadId });
};
const sendWith = async (text: string, files: string[], clientId: string = crypto.randomUUID()) =>
  (await w.client.messages.send({ chatId: w.chatId, text, clientId, files })).messageId;
const inWorkspace = (path: string): string => join(w.home, 'workspaces', 'home', path);

it('puts a file into the workspace, tells the model its name, type, size and path, and shows it in the thread', async () => {
  const content = Buffer.from('date,amount\n2026-03-01,12.50\n');
  const file = await upload('March.csv', content);
  expect(file).toMatchObject({ name: 'March.csv', mime: 'text/plain', bytes: content.length });
  const said = await outcome(w.client, await sendWith('Add these up', [file.sha256]));
  expect(said.reply).toBe('Seen.');
  expect(readFileSync(inWorkspace('uploads/March.csv'))).toEqual(content);
  expect(textOf(callsOf(w.sim).at(-1))).toContain(`[Attached file: uploads/March.csv (text/plain, ${content.length} bytes)`);
  const { messages, chat } = await w.client.chats.thread({ chatId: w.chatId });
  expect(messages[0]?.attachments).toEqual([file]);
  expect(chat.draftFiles).toEqual([]);
});

it('sends a picture without a word, tells the model that it is not shown, and names the chat after it', async () => {
  const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(100)]);
  const file = await upload('photo.html', png);
  expect(file.mime).toBe('image/png');
  await outcome(w.client, await sendWith('', [file.sha256]));
  expect(textOf(callsOf(w.sim).at(-1))).toContain('This picture is not shown to you: I cannot see pictures with this model');
  expect((await w.client.chats.list()).find(({ id }) => id === w.chatId)).toMatchObject({ name: 'photo.html' });
});

it('gives a second file of the same name a number, and the same file no second copy', async () => {
  const one = await upload('a.txt', Buffer.from('one'));
  await outcome(w.client, await sendWith('1', [one.sha256]));
  const two = await upload('a.txt', Buffer.from('two'));
  await outcome(w.client, await sendWith('2', [two.sha256]));
  const again = await upload('a.txt', Buffer.from('one'));
  await outcome(w.client, await sendWith('3', [again.sha256]));
  expect((await readdir(inWorkspace('uploads'))).sort()).toEqual(['a (2).txt', 'a.txt']);
});

it('takes a message that is sent again once, also after its files left the draft', async () => {
  const file = await upload('a.txt', Buffer.from('one'));
  const first = await sendWith('Look', [file.sha256], 'client-1');
  expect(await w.client.messages.send({ chatId: w.chatId, text: 'Look', clientId: 'client-1', files: [file.sha256] })).toEqual({
    messageId: first,
    duplicate: true,
  });
});

it('keeps files in the draft until they are sent or dropped', async () => {
  const kept = await upload('kept.txt', Buffer.from('kept'));
  const dropped = await upload('dropped.txt', Buffer.from('dropped'));
  await w.client.blobs.drop({ chatId: w.chatId, sha256: dropped.sha256 });
  expect((await w.client.chats.list()).find(({ id }) => id === w.chatId)?.draftFiles).toEqual([kept]);
});

it('says what is too large, too many, or was cut', async () => {
  const begin = (name: string, bytes: number) => w.client.blobs.begin({ chatId: w.chatId, name, bytes });
  await expect(begin('film.mov', 26 * 1024 * 1024)).rejects.toMatchObject({
    data: { code: 'file-too-large', text: expect.stringContaining('A file can have 25 MB; this one has 26 MB.') },
  });
  const { uploadId } = await begin('a.txt', 10);
  await expect(w.client.blobs.piece({ uploadId, offset: 3, data: new Blob(['abc']) })).rejects.toMatchObject({
    data: { code: 'upload-gone' },
  });
  await expect(w.client.blobs.end({ uploadId })).rejects.toMatchObject({ data: { code: 'upload-gone' } });
  for (let n = 0; n < 10; n++) await begin(`${n}.txt`, 1);
  await expect(begin('eleventh.txt', 1)).rejects.toMatchObject({ data: { code: 'too-many-files' } });
});

it('does not write through a link that leads out of the workspace, and keeps the message for a second try', async () => {
  const outside = tempFolder('outside');
  await mkdir(inWorkspace(''), { recursive: true });
  symlinkSync(outside, inWorkspace('uploads'));
  const file = await upload('a.txt', Buffer.from('one'));
  await expect(w.client.messages.send({ chatId: w.chatId, text: 'Look', clientId: 'c', files: [file.sha256] })).rejects.toMatchObject({
    data: { code: 'file-not-placed' },
  });
  expect(await readdir(outside)).toEqual([]);
  expect((await w.client.chats.list()).find(({ id }) => id === w.chatId)?.draftFiles).toEqual([file]);
});

it('takes files over a MessagePort just the same', async () => {
  const { port1, port2 } = new MessageChannel();
  try {
    servePort(w.host, port1, { surface: 'desktop', openLink: () => 'none', url: () => null, stop: () => undefined });
    const client = clientOverPort(port2);
    port1.start();
    port2.start();
    const content = Buffer.alloc(uploadPieceBytes * 2 + 7, 'x');
    const file = await upload('big.txt', content, client);
    expect(file.bytes).toBe(content.length);
    const parts: Uint8Array[] = [];
    for await (const part of w.host.sentFile(file.sha256)?.stream() ?? []) parts.push(part);
    expect(Buffer.concat(parts)).toEqual(content);
  } finally {
    port1.close();
    port2.close();
  }
});

it('sends the files of a message again when its text is edited', async () => {
  const file = await upload('March.csv', Buffer.from('12.50'));
  const messageId = await sendWith('Add these up', [file.sha256]);
  await outcome(w.client, messageId);
  const edited = await w.client.turns.editAndResend({ messageId, text: 'Add them up in euros', clientId: 'edit' });
  await outcome(w.client, edited.messageId);
  expect(textOf(callsOf(w.sim).at(-1))).toContain('[Attached file: uploads/March.csv');
  const { messages } = await w.client.chats.thread({ chatId: w.chatId });
  expect(messages[0]).toMatchObject({ text: 'Add them up in euros', attachments: [file] });
});

it('says that the disk is full when a file cannot be kept', async () => {
  const { fsyncSync } = fs;
  fs.fsyncSync = () => {
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  };
  syncBuiltinESMExports();
  try {
    await expect(upload('a.txt', Buffer.from('one'))).rejects.toMatchObject({ data: { code: 'disk-full' } });
  } finally {
    fs.fsyncSync = fsyncSync;
    syncBuiltinESMExports();
  }
  expect((await upload('a.txt', Buffer.from('one'))).bytes).toBe(3);
});

it('keeps what is typed while the files of a message are still being placed', async () => {
  const file = await upload('a.txt', Buffer.from('one'));
  await w.client.chats.saveDraft({ chatId: w.chatId, text: 'Look' });
  const sending = sendWith('Look', [file.sha256]);
  await w.client.chats.saveDraft({ chatId: w.chatId, text: 'And then' });
  await sending;
  const draft = async () => (await w.client.chats.list()).find(({ id }) => id === w.chatId)?.draft;
  expect(await draft()).toBe('And then');
  await sendWith('And then', []);
  expect(await draft()).toBe('');
});
