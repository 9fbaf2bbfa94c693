import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { builtToolbox } from '../../toolbox/testing/built-toolbox.ts';
import { createSandboxes } from './create-sandboxes.ts';
import type { SandboxDeps, Sandboxes, SandboxRow, SandboxStore } from './ports.ts';
import { createMemoryStore, createPlainProvider, silentToolbox, type TestProvider } from './testing/stand-ins.ts';

const never = new AbortController().signal;
const exec = { callId: 'c', command: 'echo hi', timeoutMs: 10_000 };

describe('createSandboxes', () => {
  let built: Awaited<ReturnType<typeof builtToolbox>>;
  let root: string;
  let store: SandboxStore;
  let strong: TestProvider;
  let weak: TestProvider;
  let sandboxes: Sandboxes;
  let listeners: (() => void)[];
  const make = (more: Partial<SandboxDeps> = {}): Sandboxes =>
    createSandboxes({
      store,
      providers: () => [
        { pluginId: 'weakness', impl: weak },
        { pluginId: 'strength', impl: strong },
      ],
      choice: () => 'auto',
      workspaceDir: () => root,
      toolboxDir: built.dir,
      installId: 'install',
      idleStopMs: () => 60_000,
      timing: { retryMs: 1, stuckMs: 30, stopGraceMs: 100 },
      log: () => {},
      changed: () => {
        for (const listener of listeners) listener();
      },
      ...more,
    });
  /** Resolves as soon as the row is as wanted. */
  const until = (wanted: (row: SandboxRow | null) => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (wanted(store.get('w'))) resolve();
      };
      listeners.push(look);
      look();
    });

  beforeAll(async () => {
    built = await builtToolbox();
    root = await mkdtemp(join(tmpdir(), 'pynchy-workspace-'));
  });
  afterAll(async () => {
    await built.dispose();
    await rm(root, { recursive: true, force: true });
  });
  beforeEach(() => {
    listeners = [];
    store = createMemoryStore();
    strong = createPlainProvider('strong', 20);
    weak = createPlainProvider('weak', 1);
    sandboxes = make();
  });
  afterEach(async () => {
    strong.stubborn = false;
    await sandboxes.stopAll(0);
  });

  it('starts once for all who ask at the same time, and keeps it', async () => {
    const [one, two] = await Promise.all([sandboxes.acquire('w', never), sandboxes.acquire('w', never)]);
    expect(one).toBe(two);
    expect(await sandboxes.acquire('w', never)).toBe(one);
    expect(await one.exec(exec, () => {}, never)).toMatchObject({ exitCode: 0 });
    expect(strong.started.length).toBe(1);
    expect(store.get('w')).toMatchObject({ epoch: 1, state: 'ready', provider: 'strong', handle: strong.started[0]?.launchId });
    expect(sandboxes.status()).toEqual([
      { workspaceId: 'w', provider: 'strong', isolation: 'none', version: 'strong 1', state: 'ready', reason: null },
    ]);
  });

  it('commits the epoch before anything is started', async () => {
    const seen: (SandboxRow | null)[] = [];
    const start = strong.start;
    strong.start = (spec, signal) => {
      seen.push(store.get('w'));
      return start(spec, signal);
    };
    await sandboxes.acquire('w', never);
    expect(seen).toMatchObject([{ epoch: 1, state: 'starting', handle: null }]);
  });

  it('tries a start three times, with a new epoch each, and then says why not', async () => {
    strong.failing = 2;
    await sandboxes.acquire('w', never);
    expect(strong.started.map((spec) => spec.epoch)).toEqual([1, 2, 3]);
    await sandboxes.stopAll(0);
    sandboxes = make();
    strong.failing = 3;
    await expect(sandboxes.acquire('w', never)).rejects.toMatchObject({ code: 'not-available', data: { reason: 'start-failed' } });
    expect(store.get('w')).toMatchObject({ state: 'failed', reason: { code: 'start-failed' } });
    await sandboxes.acquire('w', never);
    expect(store.get('w')?.state).toBe('ready');
  });

  it('probes again after a failure, and then takes the next provider', async () => {
    expect(await sandboxes.inForce('w')).toEqual({ provider: 'strong', isolation: 'none', version: 'strong 1' });
    await sandboxes.inForce('w');
    expect(strong.probes).toBe(1);
    strong.failing = 1;
    strong.works = false;
    await sandboxes.acquire('w', never);
    expect(store.get('w')?.provider).toBe('weak');
    expect(strong.probes).toBe(2);
  });

  it('takes the provider that the workspace names, by plugin or by itself, and no other', async () => {
    for (const name of ['weakness', 'weak']) expect((await make({ choice: () => name }).inForce('w'))?.provider).toBe('weak');
    weak.works = false;
    await expect(make({ choice: () => 'weak' }).acquire('w', never)).rejects.toMatchObject({ code: 'not-available' });
    await expect(make({ choice: () => 'foo' }).acquire('w', never)).rejects.toMatchObject({
      code: 'unknown-sandbox',
      data: { sandbox: 'foo', available: 'auto, weakness, weak, strength, strong' },
    });
  });

  it('stops a sandbox that nobody used for a while, but none that works', async () => {
    sandboxes = make({ idleStopMs: () => 150 });
    const toolbox = await sandboxes.acquire('w', never);
    const long = toolbox.exec({ ...exec, command: 'sleep 0.5; echo done' }, () => {}, never);
    expect(await long).toMatchObject({ exitCode: 0 });
    await until((row) => row?.state === 'absent');
    expect(store.get('w')?.reason?.code).toBe('idle');
    expect(strong.stopped).toEqual([strong.started[0]?.launchId]);
    await expect(toolbox.list('.', never)).rejects.toMatchObject({ code: 'gone' });
  });

  it('rejects calls in flight when the toolbox dies, confirms its end, and starts anew for the next', async () => {
    const toolbox = await sandboxes.acquire('w', never);
    const call = toolbox.exec({ ...exec, command: 'while echo up; do sleep 0.05; done' }, () => strong.kill(), never);
    await expect(call).rejects.toMatchObject({ code: 'gone' });
    await until((row) => row?.state === 'absent');
    expect(store.get('w')?.reason?.code).toBe('toolbox-ended');
    expect(await sandboxes.acquire('w', never)).not.toBe(toolbox);
    expect(store.get('w')?.epoch).toBe(2);
  });

  it('ends a sandbox whose call does not end, before the call returns', async () => {
    strong.open = (_, input) => silentToolbox(input);
    const toolbox = await sandboxes.acquire('w', never);
    const ran = await toolbox.exec({ ...exec, timeoutMs: 20 }, () => {}, never);
    expect(ran).toMatchObject({ ended: 'timeout', clean: false });
    expect(store.get('w')).toMatchObject({ state: 'absent', reason: { code: 'call-stuck' } });
    expect(strong.stopped.length).toBe(1);
  });

  it('lets one caller leave without taking the start from the others', async () => {
    const leave = new AbortController();
    const leaving = sandboxes.acquire('w', leave.signal);
    const staying = sandboxes.acquire('w', never);
    leave.abort();
    await expect(leaving).rejects.toMatchObject({ code: 'cancelled' });
    expect((await staying).hello.kind).toBe('process');
    expect(strong.started.length).toBe(1);
  });

  it('restarts with a new epoch', async () => {
    await sandboxes.acquire('w', never);
    await sandboxes.restart('w');
    expect(store.get('w')).toMatchObject({ epoch: 2, state: 'ready' });
    expect(strong.stopped).toEqual([strong.started[0]?.launchId]);
  });

  it('sweeps what an earlier host left', async () => {
    const epoch = store.claim('w', 'strong');
    store.set('w', epoch, { state: 'ready', handle: 'old' });
    strong.leftovers.push({ handle: 'old', workspaceId: 'w', epoch, state: 'running' });
    await sandboxes.sweep();
    expect(strong.stopped).toEqual(['old']);
    expect(store.get('w')).toMatchObject({ epoch, state: 'absent', handle: null, reason: { code: 'host-died' } });
  });

  it('starts nothing over a sandbox that is not confirmed gone', async () => {
    const epoch = store.claim('w', 'strong');
    store.set('w', epoch, { state: 'ready', handle: 'old' });
    strong.leftovers.push({ handle: 'old', workspaceId: 'w', epoch, state: 'running' });
    strong.stubborn = true;
    await sandboxes.sweep();
    expect(store.get('w')).toMatchObject({ state: 'failed', handle: 'old', reason: { code: 'not-confirmed-gone' } });
    await expect(sandboxes.acquire('w', never)).rejects.toMatchObject({ code: 'not-available', data: { reason: 'not-confirmed-gone' } });
    expect(strong.started).toEqual([]);
    strong.stubborn = false;
    await sandboxes.acquire('w', never);
    expect(strong.stopped).toEqual(['old']);
    expect(store.get('w')).toMatchObject({ epoch: 2, state: 'ready' });
  });

  it('starts nothing over a sandbox whose provider is not there to ask', async () => {
    store.set('w', store.claim('w', 'docker'), { state: 'ready', handle: 'old' });
    await sandboxes.sweep();
    await expect(sandboxes.acquire('w', never)).rejects.toMatchObject({ code: 'not-available', data: { reason: 'not-confirmed-gone' } });
  });

  it('stops all, also a start under way, and starts none afterwards', async () => {
    const starting = sandboxes.acquire('w', never);
    const outcome = starting.then(
      () => 'started',
      (error: { code: string }) => error.code,
    );
    sandboxes.warm('other', 'turn-1');
    await sandboxes.stopAll(100);
    expect(['started', 'cancelled', 'not-available']).toContain(await outcome);
    expect(store.list().map((row) => [row.handle, ['absent', 'failed'].includes(row.state)])).toEqual(store.list().map(() => [null, true]));
    await expect(sandboxes.acquire('w', never)).rejects.toMatchObject({ code: 'not-available' });
  });
});
