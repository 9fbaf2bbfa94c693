import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { Action } from './actions.ts';
import type { DemoState } from './page/state.ts';

export interface PagePorts {
  readonly state: () => DemoState;
  readonly act: (action: Action) => Promise<object>;
  /** A picture that a phone shows; null when there is none. */
  readonly picture: (who: string, id: string) => { mime: string; content: Uint8Array } | null;
}
const folder = new URL('page/', import.meta.url);
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.css': 'text/css', '.ts': 'text/javascript' };
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const maxBodyBytes = 64 * 1024;

/** The page of the simulated phones on 127.0.0.1: files, the state as a stream of events, and what was clicked. */
export const servePage = async (ports: PagePorts, port = 0) => {
  const streams = new Set<ServerResponse>();
  const http = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else answer(response, 400, { error: error instanceof Error ? error.message : String(error) });
    });
  });
  const address = (): string => `127.0.0.1:${(http.address() as AddressInfo).port}`;
  const answer = (response: ServerResponse, status: number, body: object): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  /** Pages of other sites, and names that were pointed here, get nothing. */
  const isOurs = ({ headers }: IncomingMessage): boolean =>
    headers.host === address() && (headers.origin === undefined || headers.origin === `http://${address()}`);

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.setHeader('content-security-policy', policy);
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('cache-control', 'no-store');
    if (!isOurs(request)) return answer(response, 403, { error: 'This page belongs to somebody else.' });
    const url = new URL(request.url ?? '/', `http://${address()}`);
    if (request.method === 'POST' && url.pathname === '/do') return answer(response, 200, await ports.act(await readAction(request)));
    if (request.method !== 'GET') return answer(response, 405, { error: 'GET, or POST /do' });
    if (url.pathname === '/events') return follow(response);
    if (url.pathname === '/picture') return givePicture(url, response);
    return giveFile(url.pathname === '/' ? '/index.html' : url.pathname, response);
  };
  const follow = (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(eventOf(ports.state()));
    streams.add(response);
    response.once('close', () => streams.delete(response));
  };
  const givePicture = (url: URL, response: ServerResponse): void => {
    const picture = ports.picture(url.searchParams.get('who') ?? '', url.searchParams.get('id') ?? '');
    if (!picture || !/^image\/(png|jpeg|webp|gif)$/.test(picture.mime)) return answer(response, 404, { error: 'There is no picture.' });
    response.writeHead(200, { 'content-type': picture.mime }).end(picture.content);
  };
  const giveFile = async (path: string, response: ServerResponse): Promise<void> => {
    const type = types[extname(path)];
    if (!type || !/^\/[a-z-]+\.[a-z]+$/.test(path)) return answer(response, 404, { error: 'There is no such page.' });
    const text = await readFile(new URL(`.${path}`, folder), 'utf8').catch(() => null);
    if (text === null) return answer(response, 404, { error: 'There is no such page.' });
    response
      .writeHead(200, { 'content-type': `${type}; charset=utf-8` })
      .end(type === 'text/javascript' ? stripTypeScriptTypes(text) : text);
  };

  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://${address()}/`,
    /** Sends the state to everybody who looks. */
    changed(): void {
      if (streams.size === 0) return;
      const event = eventOf(ports.state());
      for (const stream of streams) stream.write(event);
    },
    async close(): Promise<void> {
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
};

const eventOf = (state: DemoState): string => `data: ${JSON.stringify(state)}\n\n`;
const readAction = async (request: IncomingMessage): Promise<Action> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBodyBytes) throw new Error('That is too much.');
    parts.push(part);
  }
  return Action.parse(JSON.parse(Buffer.concat(parts).toString()));
};
