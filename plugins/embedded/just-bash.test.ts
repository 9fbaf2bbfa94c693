import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtToolbox } from '../../main/toolbox/testing/built-toolbox.ts';
import { inSandbox } from '../../main/toolbox/testing/placements.ts';
import { runIn } from '../../main/toolbox/testing/under-test.ts';
import { createJustBash } from './just-bash.ts';

describe('just-bash', () => {
  const provider = createJustBash({ log: () => {} });
  let built: Awaited<ReturnType<typeof builtToolbox>>;
  let root: string;
  beforeAll(async () => {
    built = await builtToolbox();
    root = await mkdtemp(join(tmpdir(), 'pynchy-workspace-'));
  });
  afterAll(async () => {
    await built.dispose();
    await rm(root, { recursive: true, force: true });
  });

  it('says its version and strength', async () => {
    expect(await provider.probe()).toEqual({ ok: true, value: { version: 'just-bash 3.4.2' } });
    expect(provider.isolation).toBe('light');
  });

  it('shows the agent nothing of the host', async () => {
    const { client, dispose } = await inSandbox(provider)(built.dir, root);
    try {
      expect((await runIn(client.toolbox, 'ls -d /etc/shadow /root /proc/1; cat /proc/self/environ')).stdout).not.toMatch(
        /shadow|root|proc/,
      );
      expect((await runIn(client.toolbox, 'env')).stdout).not.toContain(process.env.PATH);
      expect((await runIn(client.toolbox, 'curl http://127.0.0.1')).exitCode).toBe(127);
      expect((await runIn(client.toolbox, 'ln -s /etc/passwd out && cat out')).exitCode).not.toBe(0);
    } finally {
      await dispose();
    }
  });

  it('keeps /tmp between commands', async () => {
    const { client, dispose } = await inSandbox(provider)(built.dir, root);
    try {
      await runIn(client.toolbox, 'echo kept > /tmp/note');
      expect((await runIn(client.toolbox, 'cat /tmp/note')).stdout).toBe('kept\n');
    } finally {
      await dispose();
    }
  });

  it('stops an endless loop by its limits', async () => {
    const { client, dispose } = await inSandbox(provider)(built.dir, root);
    try {
      expect((await runIn(client.toolbox, 'while true; do :; done')).exitCode).toBe(126);
    } finally {
      await dispose();
    }
  });

  it('ends a worker that is too busy to hear anything', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'pynchy-busy-'));
    await writeFile(
      join(dir, 'just-bash.mjs'),
      `import { parentPort } from 'node:worker_threads'; parentPort.on('message', (m) => { parentPort.postMessage(m); for (;;); });`,
    );
    const mounts = [{ host: root, inside: '/workspace', write: true }];
    const limits = { cpu: 1, memBytes: 1024 ** 3, pids: 1, diskBytes: 1 };
    const spec = {
      launchId: 'busy',
      installId: 'i',
      workspaceId: 'w',
      epoch: 1,
      image: '',
      fingerprint: '',
      outliveMs: 60_000,
      toolboxDir: dir,
      mounts,
      limits,
      env: {},
    };
    const never = new AbortController().signal;
    expect(await provider.start(spec, never)).toMatchObject({ ok: true });
    const output = provider
      .open(
        'busy',
        (async function* () {
          yield Uint8Array.of(1);
        })(),
        never,
      )
      [Symbol.asyncIterator]();
    expect((await output.next()).value).toEqual(Uint8Array.of(1));
    expect(await provider.list('i')).toMatchObject([{ handle: 'busy', state: 'running' }]);
    expect(await provider.stop('busy', 50)).toEqual({ ok: true, value: 'gone' });
    expect((await output.next()).done).toBe(true);
    expect(await provider.list('i')).toEqual([]);
    await rm(dir, { recursive: true, force: true });
  });
});
