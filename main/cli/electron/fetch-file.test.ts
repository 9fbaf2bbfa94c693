import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { fetchFile } from './fetch-file.ts';

const bytes = Buffer.alloc(300_000, 'claw ');
const sha256 = createHash('sha256').update(bytes).digest('hex');
const half = bytes.length / 2;
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const serve = async (answer: RequestListener): Promise<string> => {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/electron.zip`;
};
const fetchTo = (url: string, o: { to?: string; sha256?: string; silentMs?: number; signal?: AbortSignal } = {}) => {
  const to = o.to ?? join(mkdtempSync(join(tmpdir(), 'pynchy-fetch-')), 'electron.zip');
  const seen: [number, number | null][] = [];
  const outcome = fetchFile({
    url,
    to,
    sha256: o.sha256 ?? sha256,
    silentMs: o.silentMs ?? 20_000,
    signal: o.signal ?? new AbortController().signal,
    onProgress: (done, total) => seen.push([done, total]),
  });
  return { to, seen, outcome };
};
/** Half of it, and then nothing more. */
const stalls: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-length': bytes.length });
  response.write(bytes.subarray(0, half));
};

it('fetches, says how far it is, and checks what came', async () => {
  const { to, seen, outcome } = fetchTo(
    await serve((_, response) => void response.writeHead(200, { 'content-length': bytes.length }).end(bytes)),
  );
  expect(await outcome).toEqual({ ok: true });
  expect(readFileSync(to).equals(bytes)).toBe(true);
  expect(seen.at(-1)).toEqual([bytes.length, bytes.length]);
});

it('gives up after the silence, keeps what came and goes on there the next time', async () => {
  const first = fetchTo(await serve(stalls), { silentMs: 300 });
  expect(await first.outcome).toMatchObject({ ok: false, kind: 'silent', why: expect.stringContaining('nothing came from 127.0.0.1') });
  expect(readFileSync(`${first.to}.part`).length).toBe(half);

  const ranges: (string | undefined)[] = [];
  const url = await serve((request, response) => {
    ranges.push(request.headers.range);
    response.writeHead(206, { 'content-range': `bytes ${half}-${bytes.length - 1}/${bytes.length}`, 'content-length': half });
    response.end(bytes.subarray(half));
  });
  const second = fetchTo(url, { to: first.to });
  expect(await second.outcome).toEqual({ ok: true });
  expect(ranges).toEqual([`bytes=${half}-`]);
  expect(second.seen.at(-1)).toEqual([bytes.length, bytes.length]);
  expect(existsSync(`${first.to}.part`)).toBe(false);
});

it('keeps what came when the connection is cut', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, half), () => response.destroy());
  });
  const cut = fetchTo(url);
  expect(await cut.outcome).toMatchObject({ ok: false, kind: 'unreachable', why: expect.stringContaining('was cut') });
  expect(readFileSync(`${cut.to}.part`).length).toBe(half);
});

it('throws away what hashes wrongly', async () => {
  const wrong = fetchTo(await serve((_, response) => void response.end(bytes)), { sha256: '0'.repeat(64) });
  expect(await wrong.outcome).toMatchObject({ ok: false, kind: 'checksum' });
  expect([existsSync(wrong.to), existsSync(`${wrong.to}.part`)]).toEqual([false, false]);
});

it('starts anew on a server that does not know ranges', async () => {
  const to = join(mkdtempSync(join(tmpdir(), 'pynchy-fetch-')), 'electron.zip');
  writeFileSync(`${to}.part`, bytes.subarray(0, half));
  const whole = fetchTo(await serve((_, response) => void response.writeHead(200, { 'content-length': bytes.length }).end(bytes)), { to });
  expect(await whole.outcome).toEqual({ ok: true });
});

it('is content with bytes that were all there already', async () => {
  const to = join(mkdtempSync(join(tmpdir(), 'pynchy-fetch-')), 'electron.zip');
  writeFileSync(`${to}.part`, bytes);
  expect(await fetchTo(await serve((_, response) => void response.writeHead(416).end()), { to }).outcome).toEqual({ ok: true });
});

it('says in words who refused, who is not there, and that it was stopped', async () => {
  expect(await fetchTo(await serve((_, response) => void response.writeHead(503).end())).outcome).toMatchObject({
    kind: 'refused',
    why: '127.0.0.1 answered 503',
  });
  const nobody = await serve(() => undefined);
  for (const close of closers.splice(0)) close();
  expect(await fetchTo(nobody).outcome).toMatchObject({ kind: 'unreachable', why: 'no route to 127.0.0.1' });
  const stop = new AbortController();
  const stopped = fetchTo(await serve(stalls), { signal: stop.signal });
  stop.abort();
  expect(await stopped.outcome).toMatchObject({ kind: 'cancelled' });
});
