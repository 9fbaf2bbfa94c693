import { randomInt } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SinkPage {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}
export interface Sink {
  readonly address: string;
  readonly port: number;
  /** Everything that ever came: request lines, heads and bodies. */
  readonly got: string[];
  set(path: string, page: SinkPage): void;
  has(part: string): boolean;
  close(): Promise<void>;
}

// An address of this computer alone on a port that fetches are open for: only the check of addresses can say no.
const ownAddress = (): string =>
  process.platform === 'linux' ? `127.${randomInt(16, 250)}.${randomInt(1, 250)}.${randomInt(2, 250)}` : '127.0.0.1';

/** A web server that keeps what it gets: where an attacker would read, or what an attacker must not reach. */
export const startSink = async (): Promise<Sink> => {
  const pages = new Map<string, SinkPage>();
  const got: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('latin1')));
    request.on('end', () => {
      got.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)} ${body}`);
      const page = pages.get(URL.parse(request.url ?? '/', 'http://here')?.pathname ?? '/') ?? { body: 'taken' };
      response.writeHead(page.status ?? 200, { 'content-type': 'text/plain', ...page.headers }).end(page.body);
    });
  });
  const address = ownAddress();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(process.platform === 'linux' ? 8080 : 0, address, resolve);
  });
  return {
    address,
    port: (server.address() as AddressInfo).port,
    got,
    set: (path, page) => void pages.set(path, page),
    has: (part) => got.some((line) => line.includes(part)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
