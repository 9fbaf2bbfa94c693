import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import type { ConnectionState } from './connection-state.ts';
import { type LogServer, startLogServer } from './log-server.fixture.ts';
import { connectHost, type HostConnection } from './reconnect.ts';

let server: LogServer;
let connection: HostConnection | undefined;

beforeEach(async () => {
  server = await startLogServer();
});
afterEach(async () => {
  connection?.close();
  await server.close();
});

const become = (phase: ConnectionState['phase']): Promise<ConnectionState> =>
  new Promise((resolve) => {
    const look = (): void => {
      const state = connection?.state();
      if (state?.phase !== phase) return;
      stop?.();
      resolve(state);
    };
    const stop = connection?.subscribe(look);
    look();
  });
const connect = (backoff: { minMs: number; maxMs: number }): void => {
  connection = connectHost({ openSocket: () => new WebSocket(server.url), backoff });
};

test('a call works over the first socket and over the one after a cut', async () => {
  connect({ minMs: 1, maxMs: 5 });
  await become('open');
  await expect(connection?.client.host.openLink()).resolves.toEqual({ url: 'http://127.0.0.1/' });
  server.cutAll();
  await become('waiting');
  await become('open');
  await expect(connection?.client.host.openLink()).resolves.toEqual({ url: 'http://127.0.0.1/' });
});

test('a call without a connection is refused at once as no-host', async () => {
  connect({ minMs: 60_000, maxMs: 60_000 });
  await become('open');
  server.cutAll();
  await become('waiting');
  const error = await connection?.client.host.openLink().catch((e: unknown) => e);
  expect(error).toBeInstanceOf(AppError);
  expect((error as AppError).code).toBe('no-host');
});

test('a call whose socket goes away rejects as no-host instead of hanging', async () => {
  connect({ minMs: 60_000, maxMs: 60_000 });
  await become('open');
  server.mute();
  const answer = connection?.client.host.openLink().catch((e: unknown) => e);
  server.cutAll();
  expect(((await answer) as AppError).code).toBe('no-host');
});

test('the wait says when the next try is, and try now does not wait for it', async () => {
  connect({ minMs: 60_000, maxMs: 60_000 });
  await become('open');
  server.cutAll();
  const waiting = await become('waiting');
  expect(waiting.phase === 'waiting' && waiting.nextTryAt - Date.now()).toBeGreaterThan(20_000);
  expect(waiting.phase === 'waiting' && waiting.cause).toBe('closed');
  connection?.tryNow();
  await become('open');
});

test('a socket that no longer answers is replaced by the check of a machine that woke up', async () => {
  connect({ minMs: 1, maxMs: 5 });
  await become('open');
  server.mute();
  const replaced = become('waiting');
  await connection?.check(20);
  expect(await replaced).toMatchObject({ cause: 'not-answering' });
  await become('open');
});

test('a client that is not signed in stops trying', async () => {
  connect({ minMs: 1, maxMs: 5 });
  await become('open');
  server.signOut();
  await become('signed-out');
  const opened = server.opened();
  connection?.tryNow();
  expect(connection?.state().phase).toBe('signed-out');
  expect(server.opened()).toBe(opened);
});

test('after close nothing is opened any more', async () => {
  connect({ minMs: 1, maxMs: 5 });
  await become('open');
  connection?.close();
  expect(connection?.state().phase).toBe('closed');
  connection?.tryNow();
  expect(connection?.state().phase).toBe('closed');
});
