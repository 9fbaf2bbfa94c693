import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveLoopback } from '../../main/server/serve-loopback.ts';
import { type HostUnderTest, startHost } from '../harness/in-process-host.ts';

let t: HostUnderTest;
let server: Awaited<ReturnType<typeof serveLoopback>>;
beforeAll(async () => {
  t = await startHost();
  const page = mkdtempSync(join(tmpdir(), 'pynchy-page-'));
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>Pynchy</title>');
  server = await serveLoopback({ host: t.host, rendererDir: page, port: 0, onStop: () => undefined });
});
afterAll(async () => {
  await server.close();
  await t.stop();
});

const upload = async (name: string, content: Buffer<ArrayBuffer>) => {
  const { uploadId } = await t.client.blobs.begin({ chatId: t.chatId, name, bytes: content.length });
  await t.client.blobs.piece({ uploadId, offset: 0, data: new Blob([content]) });
  return t.client.blobs.end({ uploadId });
};
const get = (sha256: string, headers: Record<string, string> = { authorization: `Bearer ${server.token}` }) =>
  fetch(`${server.url}/blobs/${sha256}`, { headers });

it('shows a picture in its place, with nothing that could run', async () => {
  const gif = Buffer.from('GIF89a<script>alert(1)</script>');
  const { sha256 } = await upload('a.gif', gif);
  const answer = await get(sha256);
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/gif',
    'content-disposition': "inline; filename*=UTF-8''a.gif",
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  });
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(gif);
});

it.each([
  ['page.html', '<!doctype html><script>alert(1)</script>'],
  ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
])('only ever downloads %s', async (name, text) => {
  const { sha256 } = await upload(name, Buffer.from(text));
  const answer = await get(sha256);
  expect(answer.headers.get('content-type')).toBe('application/octet-stream');
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename*=UTF-8''${name}`);
  await answer.body?.cancel();
});

it('gives nothing to whoever is not signed in, and nothing that was not sent as a file', async () => {
  const { sha256 } = await upload('a.txt', Buffer.from('mine'));
  expect((await get(sha256, {})).status).toBe(401);
  expect((await get(sha256, { authorization: 'Bearer wrong' })).status).toBe(401);
  expect((await get('f'.repeat(64))).status).toBe(404);
  expect((await get('..%2f..%2fpynchy.db')).status).toBe(404);
});
