import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBubblewrap } from './bubblewrap.ts';
import { createLeftovers, type Launch, launchVariable } from './leftovers.ts';
import { identify } from './proc.ts';

describe.skipIf(process.platform !== 'linux')('leftovers of an earlier host', () => {
  let dataDir: string;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'pynchy-leftovers-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await rm(dataDir, { recursive: true, force: true });
  });
  const sleeper = async (env: Record<string, string> = {}): Promise<number> => {
    const child = spawn('sleep', ['1000'], { env: { PATH: process.env.PATH, ...env } });
    children.push(child);
    await once(child, 'spawn');
    return child.pid ?? 0;
  };
  const launch = (processes: Launch['processes']): Launch => ({ handle: 'h', installId: 'install', workspaceId: 'w', epoch: 1, processes });

  it('are listed as running, killed and confirmed by a later host', async () => {
    const known = await identify(await sleeper());
    await createLeftovers(dataDir).remember(launch(known === null ? [] : [known]));
    const later = createBubblewrap({ dataDir, log: () => {} });
    expect(await later.list('install')).toEqual([{ handle: 'h', workspaceId: 'w', epoch: 1, state: 'running' }]);
    expect(await later.list('another install')).toEqual([]);
    expect(await later.stop('h', 0)).toEqual({ ok: true, value: 'gone' });
    expect(known !== null && (await identify(known.pid))).toBe(null);
    expect(await later.list('install')).toEqual([]);
    expect(await readdir(join(dataDir, 'launches'))).toEqual([]);
  });

  it('are found by their mark when the host died before it knew their numbers', async () => {
    const pid = await sleeper({ [launchVariable]: 'h' });
    const leftovers = createLeftovers(dataDir);
    await leftovers.remember(launch([]));
    expect(await leftovers.end(launch([]), 5_000)).toBe(true);
    expect(await identify(pid)).toBe(null);
  });

  it('are never confused with a stranger who got the same number', async () => {
    const pid = await sleeper();
    const leftovers = createLeftovers(dataDir);
    expect(await leftovers.end(launch([{ pid, started: 'another-boot:1' }]), 5_000)).toBe(true);
    expect((await identify(pid))?.pid).toBe(pid);
  });
});
