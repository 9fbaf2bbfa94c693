import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws';
import type { LogLine } from '#contract/ui/domains/logs.ts';
import type { EventTopic, WatchItem } from '#contract/ui/watch.ts';
import type { LogTap } from './fixture-overview.ts';
import { createFixtureRouter } from './fixture-router.ts';
import { emptyState, type FixtureState } from './fixture-state.ts';

export type FixtureEvent = Extract<WatchItem, { type: 'event' }>;
export type FixtureDelta = Omit<Extract<WatchItem, { type: 'delta' }>, 'type'>;

/** The numbered log of the fixture, with its listeners. */
export interface FixtureLog {
  bootId: string;
  floor: number;
  readonly events: FixtureEvent[];
  readonly listeners: Set<(item: WatchItem) => void>;
}

/** Implements the contract over real sockets with a state that the test holds: the slow, the cut and the huge cases on demand. */
export interface FixtureHost {
  /** A link with a one-use code. */
  readonly link: () => string;
  readonly url: string;
  readonly state: FixtureState;
  /** Writes a line into the log that pages follow. */
  log(line: LogLine): void;
  /** The names of the calls that were made, in order, with their inputs. */
  readonly calls: { readonly name: string; readonly input: unknown }[];
  /** Called with each new message that was sent by the page. */
  onSend: (text: string, seq: number) => void;
  /** Set to make a call wait or fail before it is answered: throw or await inside. */
  before: (name: string, input: unknown) => Promise<void> | void;
  emit(topic: EventTopic, entityId: string, options?: { chatId?: string | null; payload?: Record<string, unknown> }): void;
  delta(delta: FixtureDelta): void;
  /** Ends every socket; with `true` new ones are refused until `accept()`. */
  cut(refuse?: boolean): void;
  accept(): void;
  signOut(): void;
  /** The log begins anew under another boot: every client must fetch again. */
  reboot(): void;
  /** Resolves when the page has called `name` `times` more times. */
  called(name: string, times?: number): Promise<void>;
  close(): Promise<void>;
}

const mime: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const listenOn = async (http: Server, port: number): Promise<void> => {
  http.listen(port, '127.0.0.1');
  await once(http, 'listening');
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

/** On `port` where it is free, else on another. */
export const startFixtureHost = async (pageDir: string, port = 0): Promise<FixtureHost> => {
  const log: FixtureLog = { bootId: 'boot-1', floor: 0, events: [], listeners: new Set() };
  const taps = new Set<LogTap>();
  const codes = new Map<string, 'fresh' | 'used'>();
  const sockets = new Set<ServerSocket>();
  const callListeners = new Set<(name: string) => void>();
  let isRefusing = false;
  let isSignedOut = false;
  let boots = 1;

  const tell = (item: WatchItem): void => {
    for (const listener of [...log.listeners]) listener(item);
  };

  const answerSession = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { code } = JSON.parse(await bodyOf(request)) as { code: string };
    if (codes.get(code) !== 'fresh') {
      response
        .writeHead(403, { 'content-type': 'application/json' })
        .end(JSON.stringify({ code: code === 'old' ? 'link-expired' : 'link-used' }));
      return;
    }
    codes.set(code, 'used');
    response.writeHead(204, { 'set-cookie': 'pynchy=in; HttpOnly; SameSite=Strict; Path=/' }).end();
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (isRefusing) return void request.socket.destroy();
    if (path === '/api/session' && request.method === 'POST') return answerSession(request, response);
    const file = join(pageDir, normalize(path === '/' ? '/index.html' : path));
    const data = await readFile(file).catch(() => null);
    if (data === null) return void response.writeHead(404).end();
    response
      .writeHead(200, {
        'content-type': mime[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': policy,
        'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store',
      })
      .end(data);
  };

  const http = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  const wss = new WebSocketServer({ noServer: true });
  http.on('upgrade', (request, socket, head) => {
    if (isRefusing) return void socket.destroy();
    wss.handleUpgrade(request, socket, head, (ws) => wss.emit('connection', ws, request));
  });

  const host: FixtureHost = {
    link: () => {
      const code = `code-${codes.size + 1}`;
      codes.set(code, 'fresh');
      return `${host.url}/#k=${code}`;
    },
    url: '',
    state: emptyState(),
    log(line) {
      host.state.logLines.push(line);
      for (const tap of taps) tap.write(line);
    },
    calls: [],
    onSend: () => undefined,
    before: () => undefined,
    emit(topic, entityId, { chatId = 'chat-1', payload = {} } = {}) {
      const event: FixtureEvent = { type: 'event', seq: log.events.length + 1, topic, entityId, chatId, payload };
      log.events.push(event);
      tell(event);
    },
    delta: (delta) => tell({ type: 'delta', ...delta }),
    cut(refuse = false) {
      isRefusing = refuse;
      for (const socket of sockets) socket.terminate();
    },
    accept() {
      isRefusing = false;
    },
    signOut() {
      isSignedOut = true;
      for (const socket of sockets) socket.close(4401);
    },
    reboot() {
      boots += 1;
      log.bootId = `boot-${boots}`;
      log.floor = log.events.length;
      for (const socket of sockets) socket.terminate();
    },
    called: (name, times = 1) =>
      new Promise((resolve) => {
        let left = times;
        const listener = (called: string): void => {
          if (called !== name) return;
          left -= 1;
          if (left > 0) return;
          callListeners.delete(listener);
          resolve();
        };
        callListeners.add(listener);
      }),
    async close() {
      for (const socket of sockets) socket.terminate();
      wss.close();
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };

  const handler = new RPCHandler(createFixtureRouter(host, log, taps), {
    interceptors: [
      async ({ next, request }) => {
        const name = request.url.pathname.slice(1).replaceAll('/', '.');
        const input = (await request.body().catch(() => undefined)) as { json?: unknown } | undefined;
        host.calls.push({ name, input: input?.json });
        await host.before(name, input?.json);
        const answered = await next({ request: { ...request, body: () => Promise.resolve(input) } } as Parameters<typeof next>[0]);
        for (const listener of [...callListeners]) listener(name);
        return answered;
      },
    ],
  });
  wss.on('connection', (socket: ServerSocket, request: IncomingMessage) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    if (isSignedOut || !request.headers.cookie?.includes('pynchy=in')) return socket.close(4401);
    void handler.upgrade(socket);
  });
  await listenOn(http, port).catch(() => listenOn(http, 0));
  return Object.assign(host, { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` });
};
