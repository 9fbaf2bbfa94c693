import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { serveLoopback } from '../../main/server/serve-loopback.ts';
import { type HostUnderTest, startHost } from '../harness/in-process-host.ts';

let host: HostUnderTest;
let server: Awaited<ReturnType<typeof serveLoopback>>;
let page: string;

beforeAll(async () => {
  host = await startHost();
  page = mkdtempSync(join(tmpdir(), 'pynchy-page-'));
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>Pynchy</title>');
  mkdirSync(join(page, 'assets'));
  writeFileSync(join(page, 'assets', 'a-1234.js'), 'export {}');
  server = await serveLoopback({ host: host.host, rendererDir: page, port: 0, onStop: () => undefined });
});
afterAll(async () => {
  await server.close();
  await host.stop();
});

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}
const ask = (path: string, o: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const sent = request({ hostname, port, path, method: o.method ?? 'GET', headers: o.headers ?? {} }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on('error', reject);
    sent.end(o.body);
  });
const swap = (code: string) => ask('/api/session', { method: 'POST', body: JSON.stringify({ code }) });
/** 'open', or the code with which the socket was closed. */
const dial = (headers: Record<string, string>): Promise<string | number> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/rpc`, { headers });
    socket.on('close', (code) => resolve(code));
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => undefined);
    // The host closes an unknown caller right after the handshake; whoever is still there after a round trip is in.
    socket.on('open', () => socket.ping());
    socket.on('pong', () => {
      if (socket.readyState !== WebSocket.OPEN) return;
      resolve('open');
      socket.close();
    });
  });

describe('the page', () => {
  it('comes with a closed policy and is never cached; hashed files are', async () => {
    const { status, headers } = await ask('/');
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cache-control']).toBe('no-store');
    expect((await ask('/assets/a-1234.js')).headers['cache-control']).toContain('immutable');
  });

  it.each(['/../package.json', '/%2e%2e/%2e%2e/etc/passwd', '/assets/..%2f..%2fhost.json', '/assets', '/%00', '/%zz', '/nothing.html'])(
    'is all there is: %s is not found',
    async (path) => {
      expect((await ask(path)).status).toBe(404);
    },
  );

  it.each([
    ['another host name', { host: 'evil.example' }],
    ['a name that was pointed here', { host: 'rebound.example:80' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['the null origin', { origin: 'null' }],
  ])('is refused to %s', async (_, headers) => {
    expect((await ask('/', { headers })).status).toBe(403);
    expect((await ask('/api/session', { method: 'POST', headers, body: '{}' })).status).toBe(403);
    expect(await dial({ ...headers, authorization: `Bearer ${server.token}` })).toBe(403);
  });
});

describe('hostile requests', () => {
  it.each(['//', '///', '*', 'http://[', '\\\\', '/%', '?'])('leave the host standing: target %j', async (target) => {
    const { hostname, port } = new URL(server.url);
    for (const upgrade of [
      '',
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n',
    ]) {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.write(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${upgrade}\r\n`);
      const first = await new Promise<string>((resolve) => {
        socket.once('data', (chunk: Buffer) => resolve(chunk.toString()));
        socket.once('close', () => resolve(''));
      });
      expect(first === '' || /^HTTP\/1\.1 (4\d\d|200)/.test(first)).toBe(true);
      socket.destroy();
    }
    expect((await ask('/')).status).toBe(200);
  });

  it('may end in the middle of a body', async () => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    await new Promise<void>((resolve) =>
      socket.write(`POST /api/session HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 100\r\n\r\n{"co`, () => resolve()),
    );
    socket.resetAndDestroy();
    expect((await ask('/')).status).toBe(200);
  });
});

describe('signing in', () => {
  it('takes a code once and sets a cookie that scripts and other sites cannot use', async () => {
    const code = new URL(server.openLink()).hash.slice(3);
    const first = await swap(code);
    expect(first.status).toBe(204);
    const cookie = String(first.headers['set-cookie']);
    expect(cookie).toContain('HttpOnly; SameSite=Strict');
    expect(await dial({ cookie: cookie.split(';')[0] ?? '' })).toBe('open');
    const second = await swap(code);
    expect([second.status, second.body]).toEqual([403, '{"code":"link-used"}']);
  });

  it.each([['made up'], ['x'.repeat(5000)]])('refuses a code that was never given', async (code) => {
    expect((await swap(code)).status).toBe(403);
  });

  it('refuses a body that is no JSON', async () => {
    expect((await ask('/api/session', { method: 'POST', body: '{' })).status).toBe(403);
  });

  it.each([
    ['nobody', {}],
    ['a wrong token', { authorization: 'Bearer guess' }],
  ])('keeps the API closed to %s', async (_, headers) => {
    expect(await dial(headers as Record<string, string>)).toBe(4401);
  });

  it('keeps the API closed to a wrong cookie', async () => {
    expect(await dial({ cookie: `pynchy_session_${new URL(server.url).port}=guess` })).toBe(4401);
  });

  it('lets the terminal in by the token, which only the owner can read', async () => {
    const file = host.host.paths.hostFile;
    const { token, pid, url } = JSON.parse(readFileSync(file, 'utf8'));
    expect([pid, url]).toEqual([process.pid, server.url]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await dial({ authorization: `Bearer ${token}` })).toBe('open');
  });

  it('keeps a browser signed in when it signs in to another Pynchy of this computer', async () => {
    const elsewhere = await startHost();
    const other = await serveLoopback({ host: elsewhere.host, rendererDir: page, port: 0, onStop: () => undefined });
    try {
      const nameAt = async (opened: string): Promise<string> => {
        const { origin, hash } = new URL(opened);
        const answer = await fetch(`${origin}/api/session`, { method: 'POST', body: JSON.stringify({ code: hash.slice(3) }) });
        return String(answer.headers.get('set-cookie')).split('=')[0] ?? '';
      };
      expect(await nameAt(other.openLink())).not.toBe(await nameAt(server.openLink()));
    } finally {
      await other.close();
      await elsewhere.stop();
    }
  });

  it('keeps browser sessions as hashes', async () => {
    const swapped = await swap(new URL(server.openLink()).hash.slice(3));
    const value = /pynchy_session_\d+=([^;]+)/.exec(String(swapped.headers['set-cookie']))?.[1] ?? '';
    expect(value.length).toBeGreaterThan(30);
    expect(readFileSync(join(host.home, 'browser-sessions.json'), 'utf8')).not.toContain(value);
  });
});
