import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { BlobRef, Ctx } from '#plugin-api';
import { seal } from '../../tests/sim/whatsapp/media-seal.ts';
import { fetchMedia } from './media-in.ts';
import type { MediaRef } from './media-ref.ts';
import { oggSeconds } from './ogg.ts';
import { loadVendor } from './vendor.ts';

const content = Buffer.from('what somebody sent');
const sealed = seal(content, 'document');
const refOf = (more: Partial<MediaRef> = {}): string =>
  JSON.stringify({
    type: 'document',
    key: { id: 'A', remoteJid: 'a@lid', fromMe: false, participant: null },
    directPath: '/v/file.enc?x=1',
    mediaKey: sealed.mediaKey.toString('base64'),
    sha256: sealed.sha256.toString('base64'),
    encSha256: sealed.encSha256.toString('base64'),
    bytes: content.length,
    ...more,
  } satisfies MediaRef);

async function* piecesOf(data: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
}
/** A server that answers everything with the same bytes, and a store that keeps what was put whole. */
const world = (body: Uint8Array, o: { status?: number; size?: number } = {}) => {
  const asked: string[] = [];
  const kept: Buffer[] = [];
  const ctx: Pick<Ctx, 'fetch' | 'blobs' | 'log'> = {
    async fetch(url) {
      asked.push(url);
      return { status: o.status ?? 200, url, headers: {}, body: piecesOf(body, o.size ?? 7) };
    },
    blobs: {
      async put(data): Promise<BlobRef> {
        const parts: Uint8Array[] = [];
        for await (const part of data) parts.push(part);
        const whole: Buffer = Buffer.concat(parts);
        kept.push(whole);
        return { sha256: createHash('sha256').update(whole).digest('hex'), bytes: whole.length, mime: 'text/plain' };
      },
      get: () => piecesOf(body, 7),
    },
    log: () => undefined,
  };
  return { asked, kept, ctx };
};
const fetchIn = async (w: ReturnType<typeof world>, ref: string, maxBytes = 1000) =>
  fetchMedia({ vendor: await loadVendor(), ctx: w.ctx, socket: () => null }, ref, maxBytes, new AbortController().signal);

test.each([1, 7, 16, 1000])('a file in pieces of %i bytes is the file', async (size) => {
  const w = world(sealed.body, { size });
  expect(await fetchIn(w, refOf())).toMatchObject({ ok: true, value: { bytes: content.length } });
  expect(w.kept).toEqual([content]);
});

test.each<[string, Uint8Array]>([
  ['cut', sealed.body.subarray(0, -20)],
  ['cut within its MAC', sealed.body.subarray(0, -3)],
  ['empty', Buffer.alloc(0)],
  ['another one', seal(Buffer.from('something else'), 'document', sealed.mediaKey).body],
  ['changed', sealed.body.map((byte, at) => (at === 0 ? byte ^ 1 : byte))],
])('a file that is %s is not kept', async (_, body) => {
  const w = world(body);
  expect(await fetchIn(w, refOf())).toMatchObject({ ok: false, code: 'damaged' });
  expect(w.kept).toEqual([]);
});

test('a file whose content is not what was announced is not kept, also when the seal is right', async () => {
  const w = world(sealed.body);
  expect(await fetchIn(w, refOf({ sha256: createHash('sha256').update('other').digest('base64') }))).toMatchObject({ code: 'damaged' });
  expect(w.kept).toEqual([]);
});

test.each(['//elsewhere.example/x', '/\\elsewhere.example/x', '/@elsewhere.example/x', '/v/../../x'])(
  'only the servers of the network are asked, whatever a message says: %s',
  async (directPath) => {
    const w = world(sealed.body);
    await fetchIn(w, refOf({ directPath }));
    for (const url of w.asked) expect(new URL(url).origin).toBe('https://mmg.whatsapp.net');
  },
);

test('what is no place of a file is refused without asking anybody', async () => {
  const w = world(sealed.body);
  for (const ref of ['', '{}', 'null', refOf({ directPath: 'https://elsewhere.example/x' }), refOf({ mediaKey: '!' })])
    expect(await fetchIn(w, ref)).toMatchObject({ ok: false, code: 'damaged' });
  expect(await fetchIn(w, refOf({ bytes: 5000 }))).toMatchObject({ ok: false, code: 'too-large' });
  expect(w.asked).toEqual([]);
});

test('a server in trouble is worth another try, and so is a file that the phone cannot be asked for now', async () => {
  expect(await fetchIn(world(sealed.body, { status: 503 }), refOf())).toMatchObject({ code: 'offline' });
  expect(await fetchIn(world(sealed.body, { status: 410 }), refOf())).toMatchObject({ code: 'not-connected' });
});

test('the length of a recording is read from its last page', async () => {
  const page = Buffer.concat([Buffer.from('OggS\0\0'), Buffer.alloc(8), Buffer.alloc(20)]);
  page.writeBigInt64LE(48_000n * 7n - 1n, 6);
  expect(await oggSeconds(piecesOf(Buffer.concat([Buffer.alloc(200_000), page]), 1000))).toBe(7);
  expect(await oggSeconds(piecesOf(Buffer.from('no recording'), 3))).toBe(0);
  expect(await oggSeconds(piecesOf(Buffer.from('OggS'), 3))).toBe(0);
});
