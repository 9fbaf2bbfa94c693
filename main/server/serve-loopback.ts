import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { onError } from '@orpc/server';
import { WebSocketServer } from 'ws';
import { AppError, messageOf } from '#contract/errors.ts';
import { pynchyCommand } from '#contract/text/pynchy-command.ts';
import type { Host } from '#core/app/create-host.ts';
import { writeFileAtomic } from '#core/base/atomic-file.ts';
import { createAuth } from './auth.ts';
import { boundedSocket } from './bounded-socket.ts';
import { pagePolicy } from './page-policy.ts';
import { serveSentFile } from './sent-files.ts';
import { clientHandler, serveClient } from './serve-client.ts';
import { serveFile } from './static-files.ts';

export interface ServeOptions {
  readonly host: Host;
  /** The built page. */
  readonly rendererDir: string;
  /** This port or none; without it the remembered one, else the next free. */
  readonly port?: number;
  readonly onStop: () => void;
}

// Room for a text that is too long, so that the answer is a sentence and not a cut socket.
const maxPayloadBytes = 8 * 1024 * 1024;
const portsTried = 20;
const goodbyeMs = 250;
// A browser sends the cookies of every port of 127.0.0.1: a second Pynchy, or the demo, must not overwrite ours.
const cookieName = (port: number): string => `pynchy_session_${port}`;

/** The page, the sign-in and the API on 127.0.0.1. Writes host.json for the CLI. */
export const serveLoopback = async (o: ServeOptions) => {
  const { host } = o;
  const auth = createAuth({ sessionsFile: join(host.paths.home, 'browser-sessions.json'), now: Date.now });
  const root = resolve(o.rendererDir);
  const rpc = clientHandler(host.api, { interceptors: [onError((error) => host.log('debug', 'rpc error', { error: String(error) }))] });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxPayloadBytes });
  let url = '';
  let port = 0;

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A request that was cut, or that is none: its end is the answer.
      host.log('warn', 'a request failed', { error: messageOf(error) });
      if (response.headersSent) response.destroy();
      else response.writeHead(400).end();
    });
  });
  const isOurs = (request: IncomingMessage): boolean => {
    const names = [`127.0.0.1:${port}`, `localhost:${port}`];
    const { host: asked, origin } = request.headers;
    // A page of another site, or a name that was pointed at us, is turned away before anything else.
    return names.includes(asked ?? '') && (origin === undefined || names.some((name) => origin === `http://${name}`));
  };

  const surfaceOf = (request: IncomingMessage): 'cli' | 'browser' | null => {
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (bearer !== undefined) return auth.isToken(bearer) ? 'cli' : null;
    return auth.isSession(cookieOf(request, cookieName(port))) ? 'browser' : null;
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.setHeader('content-security-policy', pagePolicy);
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cross-origin-resource-policy', 'same-origin');
    const end = (status: number, body?: object, headers: Record<string, string> = {}): void =>
      void response
        .writeHead(status, { ...(body ? { 'content-type': 'application/json' } : {}), ...headers })
        .end(body ? JSON.stringify(body) : undefined);
    if (!isOurs(request)) return end(403, { code: 'not-allowed' });
    const path = pathOf(request);
    if (path === null) return end(400, { code: 'bad-input' });
    if (path === '/api/session' && request.method === 'POST') {
      const code = await readCode(request);
      const redeemed = code === null ? ({ ok: false, code: 'link-used' } as const) : auth.redeem(code);
      if (!redeemed.ok) return end(403, { code: redeemed.code });
      return end(204, undefined, {
        'set-cookie': `${cookieName(port)}=${redeemed.session}; HttpOnly; SameSite=Strict; Path=/; Max-Age=2592000`,
      });
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(405);
    // For who is not signed in: how this program is called where it runs.
    if (path === '/api/door') return end(200, { command: pynchyCommand() });
    if (path.startsWith('/blobs/')) {
      if (!surfaceOf(request)) return end(401, { code: 'not-allowed' });
      return serveSentFile(host.sentFile(path.slice('/blobs/'.length)), response);
    }
    if (!serveFile(root, path, response)) end(404, { code: 'not-found' });
  };

  const openLink = (): string => `${url}/#k=${auth.newCode()}`;
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Before the handshake nobody else listens; a reset must not end the host.
    socket.on('error', () => socket.destroy());
    const refuse = (status: string): void => void socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
    if (!isOurs(request) || pathOf(request) !== '/rpc') return refuse('403 Forbidden');
    const surface = surfaceOf(request);
    sockets.handleUpgrade(request, socket, head, (ws) => {
      if (!surface) return ws.close(4401, 'not signed in');
      ws.on('error', (error) => host.log('warn', 'a client socket failed', { error: error.message }));
      const bounded = boundedSocket(ws, (unsentBytes) => host.log('warn', 'a client that does not read was cut off', { unsentBytes }));
      serveClient(rpc, bounded, { context: { surface, openLink, url: () => url, stop: o.onStop }, log: host.log });
    });
  });

  port = await listen(server, o.port, host.settings.get().port);
  url = `http://127.0.0.1:${port}`;
  if (o.port === undefined && port !== host.settings.get().port) host.settings.set('port', port);
  writeFileAtomic(host.paths.hostFile, JSON.stringify({ pid: process.pid, url, token: auth.token, bootId: host.bootId }));
  host.log('info', 'serving', { url });

  return {
    url,
    token: auth.token,
    openLink,
    async close(): Promise<void> {
      const closed = new Promise((done) => server.close(done));
      const gone = [...sockets.clients].map((client) => new Promise((done) => client.once('close', done)));
      for (const client of sockets.clients) client.close(1001, 'the host stops');
      // What was said last still arrives; who does not answer is cut.
      await Promise.race([Promise.all(gone), pause(goodbyeMs, undefined, { ref: false })]);
      server.closeAllConnections();
      for (const client of sockets.clients) client.terminate();
      await closed;
    },
  };
};

const listen = async (server: Server, wanted: number | undefined, remembered: number): Promise<number> => {
  const candidates =
    wanted !== undefined ? [wanted] : [...Array.from({ length: portsTried }, (_, i) => remembered + i).filter((p) => p <= 65_535), 0];
  for (const candidate of candidates) {
    const bound = await tryListen(server, candidate);
    if (bound !== null) return bound;
  }
  throw new AppError('port-in-use', { port: wanted ?? remembered });
};

const tryListen = (server: Server, port: number): Promise<number | null> =>
  new Promise((resolvePort, reject) => {
    const failed = (error: NodeJS.ErrnoException): void =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolvePort(null) : reject(error);
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', failed);
      resolvePort((server.address() as AddressInfo).port);
    });
  });

// A target such as "//" is no path of ours and must not throw.
const pathOf = (request: IncomingMessage): string | null => URL.parse(request.url ?? '/', 'http://127.0.0.1')?.pathname ?? null;

const readCode = async (request: IncomingMessage): Promise<string | null> => {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
    if (body.length > 2_000) return null;
  }
  try {
    const parsed: unknown = JSON.parse(body);
    const code = (parsed as { code?: unknown } | null)?.code;
    return typeof code === 'string' ? code : null;
  } catch {
    return null;
  }
};

const cookieOf = (request: IncomingMessage, name: string): string =>
  (request.headers.cookie ?? '')
    .split(/;\s*/)
    .find((c) => c.startsWith(`${name}=`))
    ?.slice(name.length + 1) ?? '';
