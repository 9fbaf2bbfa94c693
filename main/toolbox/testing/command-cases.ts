import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { failure, never, runIn, type UnderTest } from './under-test.ts';

/** Commands: input, output, time, folders; also where there are no real processes. */
export const commandCases = (at: UnderTest): void => {
  it('says what it is and what it lacks', async () => {
    expect(at.toolbox.hello.features).toEqual(expect.arrayContaining(['exec', 'files', 'search']));
    expect(at.toolbox.hello.features.includes('processes')).toBe(at.hasProcesses);
    for (const program of at.toolbox.hello.missing) expect((await runIn(at.toolbox, `${program} --version`)).exitCode).toBe(127);
  });

  it('keeps stdout, stderr and the exit code apart', async () => {
    expect(await runIn(at.toolbox, 'echo out; echo err >&2; exit 3')).toMatchObject({
      stdout: 'out\n',
      stderr: 'err\n',
      exitCode: 3,
      ended: 'exit',
      clean: true,
    });
  });

  it('gives a command its input, environment and folder', async () => {
    await mkdir(join(at.root, 'sub'), { recursive: true });
    const ran = await runIn(at.toolbox, 'cat; echo "$WORD"; basename "$PWD"', {
      stdin: 'grün\n',
      env: { WORD: 'wört' },
      cwd: '/workspace/sub',
    });
    expect(ran.stdout).toBe('grün\nwört\nsub\n');
  });

  it('refuses a working folder that is not there or outside', async () => {
    expect(await failure(runIn(at.toolbox, 'true', { cwd: 'nowhere' }))).toBe('not-found');
    expect(await failure(runIn(at.toolbox, 'true', { cwd: '/etc' }))).toBe('outside-workspace');
  });

  it('passes 10 MB of output on without loss, and characters are never cut', async () => {
    const line = `${'ä€𝄞'.repeat(111)}\n`;
    const lineBytes = Buffer.byteLength(line);
    const lines = Math.ceil((10 * 1024 * 1024) / lineBytes);
    await writeFile(join(at.root, 'big.txt'), line.repeat(lines));
    const ran = await runIn(at.toolbox, 'cat big.txt');
    expect(ran.stdout === line.repeat(lines)).toBe(true);
    expect(ran.droppedBytes).toBe(0);
  });

  it('ends a command whose time is up', async () => {
    const ran = await runIn(at.toolbox, 'sleep 1000', { timeoutMs: 300 });
    expect(ran).toMatchObject({ exitCode: null, ended: 'timeout', clean: true });
    expect(ran.ms).toBeLessThan(5_000);
  });

  it('ends a cancelled command', async () => {
    const cancel = new AbortController();
    const running = runIn(at.toolbox, 'sleep 1000', {}, cancel.signal);
    cancel.abort();
    expect(await running).toMatchObject({ exitCode: null, ended: 'cancelled', clean: true });
  });

  it('runs calls beside each other', async () => {
    const both = await Promise.all([runIn(at.toolbox, 'sleep 0.2; echo one'), runIn(at.toolbox, 'sleep 0.2; echo two')]);
    expect(both.map((ran) => ran.stdout)).toEqual(['one\n', 'two\n']);
  });

  it('refuses what no call may look like, and goes on working', async () => {
    expect(await failure(at.toolbox.readFile('x'.repeat(5_000), { maxBytes: 1 }, never))).toBe('bad-request');
    expect(await failure(at.toolbox.readFile('', { maxBytes: 1 }, never))).toBe('bad-request');
    expect(await failure(at.toolbox.readFile('a\0b', { maxBytes: 1 }, never))).toBe('bad-request');
    expect(await failure(runIn(at.toolbox, 'true', { callId: 'a b' }))).toBe('bad-request');
    expect(await failure(runIn(at.toolbox, `true ${'x'.repeat(2_000_000)}`))).toBe('bad-request');
    expect((await runIn(at.toolbox, 'echo fine')).stdout).toBe('fine\n');
  });
};
