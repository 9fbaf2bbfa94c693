import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fail } from '#plugin-api';
import { builtToolbox } from '../../toolbox/testing/built-toolbox.ts';
import { createSandboxes } from './create-sandboxes.ts';
import type { SandboxDeps, Sandboxes, SandboxRow, SandboxStore } from './ports.ts';
import { createMemoryStore, createPlainProvider, type TestProvider } from './testing/stand-ins.ts';

const never = new AbortController().signal;
const mb = 1024 ** 2;
let calls = 0;
const exec = (command: string) => ({ callId: `c${++calls}`, command, timeoutMs: 60_000 });
let root = '';
let store: SandboxStore;
let provider: TestProvider;
let sandboxes: Sandboxes;
let people = new Set<string>();
let listeners: (() => void)[] = [];

const running = (): number => store.list().filter(({ state }) => state === 'ready' || state === 'stopping').length;
const make = async (more: Partial<SandboxDeps> = {}): Promise<Sandboxes> =>
  createSandboxes({
    store,
    providers: () => [{ pluginId: 'plain', impl: provider }],
    choice: () => 'auto',
    workspaceDir: () => root,
    toolboxDir: (await builtToolbox()).dir,
    installId: 'install',
    idleStopMs: () => 60_000,
    isUrgent: (workspaceId) => people.has(workspaceId),
    // Room for two, by what runs.
    resources: {
      machine: () => ({
        cores: 8,
        totalBytes: 1024 * mb,
        freeBytes: (600 - 256 * running()) * mb,
      }),
      keepBytes: 50 * mb,
      everyMs: 10,
    },
    timing: { retryMs: 1, stopGraceMs: 100 },
    log: () => {},
    changed: () => {
      for (const listener of listeners) listener();
    },
    ...more,
  });
/** Resolves as soon as the row of a workspace is as wanted. */
const until = (workspaceId: string, wanted: (row: SandboxRow | null) => boolean): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (wanted(store.get(workspaceId))) resolve();
    };
    listeners.push(look);
    look();
  });

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'pynchy-room-'));
  store = createMemoryStore();
  provider = createPlainProvider('plain', 1);
  people = new Set();
  listeners = [];
  sandboxes = await make();
});
afterEach(async () => {
  await sandboxes.stopAll(0);
  await rm(root, { recursive: true, force: true });
});

it('ends the sandbox that idles for the longest time for one that is needed', async () => {
  await sandboxes.acquire('a', never);
  await (await sandboxes.acquire('b', never)).exec(exec('true'), () => {}, never);
  expect((await (await sandboxes.acquire('c', never)).exec(exec('echo c'), () => {}, never)).exitCode).toBe(0);
  expect(store.get('a')).toMatchObject({ state: 'absent', reason: { code: 'made-room' } });
  expect(store.get('b')?.state).toBe('ready');
});

it('lets the next wait, and says for what, until a command that runs has ended; then people before tasks', async () => {
  const first = new AbortController();
  const work = await Promise.all(['a', 'b'].map((id) => sandboxes.acquire(id, never)));
  const works = work.map((toolbox, n) => toolbox.exec(exec('sleep 1000'), () => {}, n === 0 ? first.signal : never));
  works[1]?.catch(() => undefined); // it ends with its sandbox
  people.add('person');
  const order: string[] = [];
  const wait = (id: string) =>
    sandboxes.acquire(id, never).then((toolbox) => {
      order.push(id);
      return toolbox;
    });
  const task = wait('task');
  await until('task', (row) => row?.reason?.code === 'waiting-for-memory');
  expect(store.get('task')).toMatchObject({ state: 'starting', reason: { params: { totalGb: '1.0', freeGb: '0.1', running: 2 } } });
  const person = wait('person');
  await until('person', (row) => row?.reason?.code === 'waiting-for-memory');
  first.abort();
  await works[0];
  // It idles now, so it goes; the next one comes when the person's idles, too.
  await Promise.all([person, task]);
  expect(order).toEqual(['person', 'task']);
  await until('person', (row) => row?.state === 'absent' && row.reason?.code === 'made-room');
});

it('does not prepare an image again for a turn for which a person has cancelled that', async () => {
  let begun = 0;
  const prepare: NonNullable<TestProvider['prepare']> = async function* (_, signal) {
    begun++;
    yield { step: 'build', doneBytes: 1, totalBytes: 2, text: 'layer' };
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    yield { done: fail('image-cancelled', 'cancelled') };
  };
  provider = Object.assign(createPlainProvider('plain', 1), { prepare });
  sandboxes = await make();
  const code = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'started',
      (error: { data?: { reason?: string } }) => error.data?.reason,
    );
  const waits = code(sandboxes.acquire('w', never, 'turn-1'));
  await until('w', (row) => row?.reason?.code === 'image-preparing');
  await sandboxes.stop('w');
  expect(await waits).toBe('image-cancelled');
  expect(await code(sandboxes.acquire('w', never, 'turn-1'))).toBe('image-cancelled');
  sandboxes.warm('w', 'turn-1');
  expect(begun).toBe(1);
  expect(store.get('w')).toMatchObject({ state: 'failed', reason: { code: 'image-cancelled' } });

  // Another turn and the person may wish it.
  for (const turnId of ['turn-2', undefined]) {
    const wished = code(sandboxes.acquire('w', never, turnId));
    await until('w', (row) => row?.state === 'preparing');
    await sandboxes.stop('w');
    expect(await wished).toBe('image-cancelled');
  }
  expect(begun).toBe(3);
});
