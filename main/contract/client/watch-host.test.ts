import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LogServer, startLogServer } from './log-server.fixture.ts';
import { connectHost, type HostConnection } from './reconnect.ts';
import { type HostEvent, watchHost } from './watch-host.ts';

const quick = { minMs: 1, maxMs: 5 };
let server: LogServer;
let connection: HostConnection;
let stop: AbortController;
let watching: Promise<void>;

/** What a screen would show: everything up to the last sync was fetched, the rest came as events. */
interface Shown {
  base: number;
  events: number[];
  syncs: number;
}

const watchInto = (shown: Shown): { reached(seq: number): Promise<void> } => {
  const waiters = new Map<number, () => void>();
  const last = (): number => shown.events.at(-1) ?? shown.base;
  const told = (): void => {
    for (const [seq, resolve] of waiters) if (last() >= seq) resolve();
  };
  const handlers = {
    onSync: ({ seq }: { seq: number }) => {
      shown.base = seq;
      shown.events = [];
      shown.syncs += 1;
      told();
    },
    onEvent: (event: HostEvent) => {
      shown.events.push(event.seq);
      told();
    },
    onDelta: () => undefined,
  };
  watching = watchHost(connection, handlers, { backoff: quick }, stop.signal);
  return {
    reached: (seq) =>
      new Promise((resolve) => {
        waiters.set(seq, resolve);
        told();
      }),
  };
};
const expectComplete = (shown: Shown, head: number): void => {
  expect(shown.events).toEqual(Array.from({ length: head - shown.base }, (_, i) => shown.base + 1 + i));
};

beforeEach(async () => {
  server = await startLogServer();
  stop = new AbortController();
  connection = connectHost({ openSocket: () => new WebSocket(server.url), backoff: quick });
});
afterEach(async () => {
  try {
    stop.abort();
    await watching;
  } finally {
    connection.close();
    await server.close();
  }
});

const seeds = Array.from({ length: Number(process.env.PYNCHY_SEEDS ?? 25) }, (_, i) => i + 1);
test.each(seeds)('a socket cut at any point loses no event and doubles none (seed %i)', async (seed) => {
  let randomState = seed * 2_654_435_761;
  const random = (): number => {
    randomState = (Math.imul(randomState ^ (randomState >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0;
    return randomState / 2 ** 32;
  };
  const shown: Shown = { base: 0, events: [], syncs: 0 };
  let cuts = 0;
  server.cutAfterFrames(() => {
    cuts += 1;
    return cuts > 12 ? null : Math.floor(random() * 9);
  });
  const { reached } = watchInto(shown);
  for (let i = 0; i < 120; i += 1) {
    server.append();
    if (random() < 0.3) await new Promise((resolve) => setImmediate(resolve));
  }
  await reached(server.head());
  expectComplete(shown, server.head());
});

test('a position below the floor is answered with a reset, and what is shown is fetched again once', async () => {
  const shown: Shown = { base: 0, events: [], syncs: 0 };
  const { reached } = watchInto(shown);
  server.append();
  await reached(1);
  server.refuse(true);
  for (let i = 0; i < 10; i += 1) server.append();
  server.trimTo(8);
  server.refuse(false);
  await reached(server.head());
  server.append();
  await reached(server.head());
  expect(shown.syncs).toBe(2);
  expectComplete(shown, server.head());
});

test('a host that booted again makes the client fetch everything again', async () => {
  const shown: Shown = { base: 0, events: [], syncs: 0 };
  const { reached } = watchInto(shown);
  await reached(0);
  server.append();
  await reached(1);
  server.boot();
  server.append();
  await reached(server.head());
  expect(shown.syncs).toBe(2);
  expectComplete(shown, server.head());
});

test('a socket that went dumb is replaced and the stream goes on where it was', async () => {
  const shown: Shown = { base: 0, events: [], syncs: 0 };
  const { reached } = watchInto(shown);
  await reached(0);
  const openedBefore = server.opened();
  server.mute();
  await connection.check(20);
  server.append();
  await reached(1);
  expect(server.opened()).toBe(openedBefore + 1);
  expectComplete(shown, 1);
});
