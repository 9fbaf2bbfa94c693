import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type EgressDeps, egressFetch } from './fetch.ts';

export interface TestServer {
  readonly port: number;
  readonly seen: IncomingMessage[];
  close(): Promise<void>;
}

/** A real server on this machine that answers as told and remembers what it was asked. */
export const startServer = async (answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<TestServer> => {
  const seen: IncomingMessage[] = [];
  const server: Server = createServer((request, response) => {
    seen.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

export interface Row {
  host: string;
  port: number;
  address: string | null;
  outcome: string;
}

/** Egress in which the names of `trusted` lead to this machine, as a name of the owner's network would. */
export const testEgress = (trusted: readonly string[], o: Partial<EgressDeps> = {}) => {
  const rows: Row[] = [];
  const deps: EgressDeps = {
    trustedHosts: () => trusted,
    resolve: async () => ['127.0.0.1'],
    note: (row) => void rows.push(row),
    signal: new AbortController().signal,
    ...o,
  };
  return {
    rows,
    fetch: (url: string, init: Parameters<typeof egressFetch>[2] = {}, signal: AbortSignal = new AbortController().signal) =>
      egressFetch(deps, url, init, signal),
  };
};

export const textOf = async (body: AsyncIterable<Uint8Array>): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};
/** The code of what `work` rejects with; 'went-through' when it does not. */
export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'went-through',
    (error: { code?: string; message?: string }) => error.code ?? `no code: ${error.message}`,
  );
