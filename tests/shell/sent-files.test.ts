import { afterAll, beforeAll, expect, test } from 'vitest';
import { withHost } from '../../main/cli/connection.ts';
import { type ShellUnderTest, startShell } from '../harness/electron/start-shell.ts';

let shell: ShellUnderTest;
beforeAll(async () => {
  shell = await startShell();
});
afterAll(() => shell?.stop());

const sent = (name: string, content: string): Promise<string> =>
  withHost(shell.home, async (client) => {
    const chat = await client.chats.open({ workspace: 'home', surface: 'desktop' });
    const { uploadId } = await client.blobs.begin({ chatId: chat.id, name, bytes: content.length });
    await client.blobs.piece({ uploadId, offset: 0, data: new Blob([content]) });
    return (await client.blobs.end({ uploadId })).sha256;
  });
const get = async (path: string, method = 'GET') =>
  JSON.parse(
    await shell.inPage<string>(
      `fetch(${JSON.stringify(path)}, { method: '${method}' }).then(async (r) => JSON.stringify({ status: r.status, headers: Object.fromEntries(r.headers), text: await r.text() }))`,
    ),
  ) as { status: number; headers: Record<string, string>; text: string };

test('a picture of a chat comes to the window under the same headers as to a browser, and a page is only downloaded', async () => {
  const gif = await sent('a.gif', 'GIF89a<script>alert(1)</script>');
  expect(await get(`/blobs/${gif}`)).toMatchObject({
    status: 200,
    text: 'GIF89a<script>alert(1)</script>',
    headers: {
      'content-type': 'image/gif',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    },
  });
  const page = await sent('page.html', '<!doctype html><script>alert(1)</script>');
  expect((await get(`/blobs/${page}`)).headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': "attachment; filename*=UTF-8''page.html",
  });
});

test('what nobody sent is not there, and nothing but reading is answered', async () => {
  expect((await get(`/blobs/${'f'.repeat(64)}`)).status).toBe(404);
  expect((await get('/blobs/..%2f..%2fpynchy.db')).status).toBe(404);
  expect((await get(`/blobs/${await sent('b.txt', 'mine')}`, 'POST')).status).toBe(405);
});
