import { chown, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExecRequest, ExecResult, Toolbox } from '#contract/toolbox/toolbox.ts';
import { builtToolbox } from './built-toolbox.ts';
import type { Place, Placed } from './placements.ts';

export interface SuiteOptions {
  readonly name: string;
  readonly place: () => Place;
  /** False for the interpreter: no processes, so no jobs to kill and output only at the end. */
  readonly hasProcesses: boolean;
  /** Who the commands inside are, when this test is root: what a person puts into the folder belongs to them. */
  readonly owner?: number;
  /** null, or why this machine cannot run it. */
  readonly skip?: string | null;
}
export interface Ran extends ExecResult {
  readonly stdout: string;
  readonly stderr: string;
}

const never = new AbortController().signal;
let calls = 0;

/** Runs a command and collects what it prints. */
export const runIn = async (toolbox: Toolbox, command: string, more: Partial<ExecRequest> = {}, signal = never): Promise<Ran> => {
  const out = { stdout: '', stderr: '' };
  const request = { callId: `call-${process.pid}-${++calls}`, command, timeoutMs: 20_000, ...more };
  const result = await toolbox.exec(
    request,
    (stream, text) => {
      out[stream] += text;
    },
    signal,
  );
  return { ...result, ...out };
};

/** The promises of contract/toolbox, kept in every place a toolbox can be. */
export const pipeSuite = (options: SuiteOptions): void => {
  // Cases about processes are not collected where there are none.
  const processOnly: (name: string, run: () => Promise<void>) => void = options.hasProcesses
    ? (name, run) => it(name, run)
    : () => undefined;
  describe.skipIf(options.skip)(`a toolbox ${options.name}${options.skip ? ` (skipped: ${options.skip})` : ''}`, () => {
    let built: Awaited<ReturnType<typeof builtToolbox>>;
    let root: string;
    let placed: Placed;
    let toolbox: Toolbox;
    beforeAll(async () => {
      built = await builtToolbox();
      root = await mkdtemp(join(tmpdir(), 'pynchy-workspace-'));
      placed = await options.place()(built.dir, root);
      toolbox = placed.client.toolbox;
    });
    afterAll(async () => {
      await placed.dispose();
      await built.dispose();
      await rm(root, { recursive: true, force: true });
    });
    const failure = async (work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => 'no failure',
        (error: { code?: string }) => error.code,
      );

    it('says what it is and what it lacks', async () => {
      expect(toolbox.hello.features).toEqual(expect.arrayContaining(['exec', 'files', 'search']));
      expect(toolbox.hello.features.includes('processes')).toBe(options.hasProcesses);
      for (const program of toolbox.hello.missing) expect((await runIn(toolbox, `${program} --version`)).exitCode).toBe(127);
    });

    it('keeps stdout, stderr and the exit code apart', async () => {
      expect(await runIn(toolbox, 'echo out; echo err >&2; exit 3')).toMatchObject({
        stdout: 'out\n',
        stderr: 'err\n',
        exitCode: 3,
        ended: 'exit',
        clean: true,
      });
    });

    it('gives a command its input, environment and folder', async () => {
      await mkdir(join(root, 'sub'), { recursive: true });
      const ran = await runIn(toolbox, 'cat; echo "$WORD"; basename "$PWD"', {
        stdin: 'grün\n',
        env: { WORD: 'wört' },
        cwd: '/workspace/sub',
      });
      expect(ran.stdout).toBe('grün\nwört\nsub\n');
    });

    it('refuses a working folder that is not there or outside', async () => {
      expect(await failure(runIn(toolbox, 'true', { cwd: 'nowhere' }))).toBe('not-found');
      expect(await failure(runIn(toolbox, 'true', { cwd: '/etc' }))).toBe('outside-workspace');
    });

    it('passes 10 MB of output on without loss, and characters are never cut', async () => {
      const line = `${'ä€𝄞'.repeat(111)}\n`;
      const lineBytes = Buffer.byteLength(line);
      const lines = Math.ceil((10 * 1024 * 1024) / lineBytes);
      await writeFile(join(root, 'big.txt'), line.repeat(lines));
      const ran = await runIn(toolbox, 'cat big.txt');
      expect(ran.stdout === line.repeat(lines)).toBe(true);
      expect(ran.droppedBytes).toBe(0);
    });

    it('ends a command whose time is up', async () => {
      const ran = await runIn(toolbox, 'sleep 1000', { timeoutMs: 300 });
      expect(ran).toMatchObject({ exitCode: null, ended: 'timeout', clean: true });
      expect(ran.ms).toBeLessThan(5_000);
    });

    it('ends a cancelled command', async () => {
      const cancel = new AbortController();
      const running = runIn(toolbox, 'sleep 1000', {}, cancel.signal);
      cancel.abort();
      expect(await running).toMatchObject({ exitCode: null, ended: 'cancelled', clean: true });
    });

    it('runs calls beside each other', async () => {
      const both = await Promise.all([runIn(toolbox, 'sleep 0.2; echo one'), runIn(toolbox, 'sleep 0.2; echo two')]);
      expect(both.map((ran) => ran.stdout)).toEqual(['one\n', 'two\n']);
    });

    it('carries binary files and unicode names both ways', async () => {
      const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7) % 256);
      const path = 'Ordner mit Leerzeichen/naïve 文件 🙂.bin';
      const written = await toolbox.writeFile(path, bytes, { expectHash: null }, never);
      expect(written.created).toBe(true);
      const read = await toolbox.readFile(`/workspace/${path}`, { maxBytes: 1_000_000 }, never);
      expect(Buffer.compare(read.data, bytes)).toBe(0);
      expect(read).toMatchObject({ size: bytes.length, hash: written.hash });
      expect(Buffer.compare(await readFile(join(root, path)), bytes)).toBe(0);
      expect((await runIn(toolbox, `wc -c < '${path}'`)).stdout.trim()).toBe('300000');
    });

    it('reads a part of a file with the hash of the whole', async () => {
      const { hash } = await toolbox.writeFile('part.txt', Buffer.from('0123456789'), {}, never);
      const part = await toolbox.readFile('part.txt', { offset: 3, maxBytes: 4 }, never);
      expect({ text: Buffer.from(part.data).toString(), size: part.size, hash: part.hash }).toEqual({ text: '3456', size: 10, hash });
    });

    it('writes only over what was read', async () => {
      const first = await toolbox.writeFile('edit.txt', Buffer.from('one'), {}, never);
      await runIn(toolbox, 'echo two > edit.txt');
      expect(await failure(toolbox.writeFile('edit.txt', Buffer.from('three'), { expectHash: first.hash }, never))).toBe('changed');
      expect(await failure(toolbox.writeFile('edit.txt', Buffer.from('three'), { expectHash: null }, never))).toBe('exists');
      expect(await failure(toolbox.writeFile('new.txt', Buffer.from('x'), { expectHash: first.hash }, never))).toBe('changed');
      expect((await readFile(join(root, 'edit.txt'), 'utf8')).trim()).toBe('two');
      expect((await toolbox.list('.', never)).entries.filter((entry) => entry.name.endsWith('.tmp'))).toEqual([]);
    });

    it('refuses every way out of the workspace', async () => {
      await symlink('/etc', join(root, 'etc-link'));
      await symlink('/etc/passwd', join(root, 'file-link'));
      await symlink('..', join(root, 'up-link'));
      for (const path of [
        '../x',
        '/etc/passwd',
        '/workspace/../etc/passwd',
        'etc-link/passwd',
        'file-link',
        'up-link/x',
        '/workspace2/x',
      ]) {
        const asRead = await failure(toolbox.readFile(path, { maxBytes: 10 }, never));
        expect([path, ['outside-workspace', 'not-found'].includes(String(asRead))]).toEqual([path, true]);
        if (path !== 'up-link/x') expect([path, asRead]).toEqual([path, 'outside-workspace']);
      }
      for (const path of ['../x', 'etc-link/x', 'up-link/x', 'file-link']) {
        expect([path, await failure(toolbox.writeFile(path, Buffer.from('x'), {}, never))]).toEqual([path, 'outside-workspace']);
      }
      expect(await failure(toolbox.list('etc-link', never))).toBe('outside-workspace');
      expect(await failure(toolbox.remove('etc-link/passwd', never))).toBe('outside-workspace');
      expect(await failure(toolbox.remove('/workspace', never))).toBe('not-permitted');
      expect(await failure(toolbox.glob('../*', { limit: 10 }, never))).toBe('outside-workspace');
      expect((await toolbox.grep('.', { glob: 'etc-link/**', limit: 10 }, never)).matches).toEqual([]);
      await toolbox.remove('etc-link', never);
      expect((await readFile('/etc/passwd', 'utf8')).length).toBeGreaterThan(0);
    });

    it('follows links that stay inside', async () => {
      await writeFile(join(root, 'real.txt'), 'inside');
      await symlink('real.txt', join(root, 'inner-link'));
      expect(Buffer.from((await toolbox.readFile('inner-link', { maxBytes: 10 }, never)).data).toString()).toBe('inside');
    });

    it('finds files newest first and says when there are more', async () => {
      await mkdir(join(root, 'find/deep/node_modules'), { recursive: true });
      for (const [index, name] of ['old.ts', 'deep/new.ts', 'deep/node_modules/lib.ts', 'note.md'].entries()) {
        await writeFile(join(root, 'find', name), 'x');
        await utimes(join(root, 'find', name), 1_000 + index, 1_000 + index);
      }
      expect(await toolbox.glob('find/**/*.{ts,md}', { limit: 10 }, never)).toEqual({
        paths: ['find/note.md', 'find/deep/new.ts', 'find/old.ts'],
        truncated: false,
      });
      expect(await toolbox.glob('find/**/*.ts', { limit: 1 }, never)).toEqual({ paths: ['find/deep/new.ts'], truncated: true });
      expect((await toolbox.glob('find/**/node_modules/*.ts', { limit: 10 }, never)).paths).toEqual(['find/deep/node_modules/lib.ts']);
    });

    it('searches text and says what is wrong with a pattern', async () => {
      await mkdir(join(root, 'grep'), { recursive: true });
      await writeFile(join(root, 'grep/a.txt'), 'first\r\nNeedle 1\r\n');
      await writeFile(join(root, 'grep/b.txt'), 'needle 2\nneedle 3\n');
      await writeFile(join(root, 'grep/c.bin'), Buffer.from('needle\0'));
      const found = await toolbox.grep('^needle \\d$', { glob: 'grep/*', ignoreCase: true, limit: 10 }, never);
      expect(found.matches.sort((x, y) => (x.text < y.text ? -1 : 1))).toEqual([
        { path: 'grep/a.txt', line: 2, text: 'Needle 1' },
        { path: 'grep/b.txt', line: 1, text: 'needle 2' },
        { path: 'grep/b.txt', line: 2, text: 'needle 3' },
      ]);
      expect((await toolbox.grep('needle', { glob: 'grep/*', limit: 1 }, never)).truncated).toBe(true);
      expect(await failure(toolbox.grep('(', { limit: 1 }, never))).toBe('bad-pattern');
    });

    it('stops a search that would take for ever, and goes on working', async () => {
      await writeFile(join(root, 'evil.txt'), `${'a'.repeat(60)}!`);
      const cancel = new AbortController();
      const search = failure(toolbox.grep('^(a+)+$', { glob: 'evil.txt', limit: 1 }, cancel.signal));
      expect((await runIn(toolbox, 'echo still here')).stdout).toBe('still here\n');
      cancel.abort();
      expect(await search).toBe('cancelled');
      expect(placed.stuck()).toBe(0);
    });

    it('lists and removes', async () => {
      await mkdir(join(root, 'box/inner'), { recursive: true });
      await writeFile(join(root, 'box/file'), '12345');
      if (options.owner !== undefined && process.getuid?.() === 0)
        for (const path of ['box', 'box/inner', 'box/file']) await chown(join(root, path), options.owner, options.owner);
      const { entries } = await toolbox.list('box', never);
      expect(entries.map(({ name, kind }) => [name, kind])).toEqual([
        ['file', 'file'],
        ['inner', 'dir'],
      ]);
      expect(entries[0]?.bytes).toBe(5);
      await toolbox.remove('box', never);
      expect(await failure(toolbox.list('box', never))).toBe('not-found');
      expect(await failure(toolbox.remove('box', never))).toBe('not-found');
    });

    it('tells a folder, a missing file and a path with a file in it apart', async () => {
      await mkdir(join(root, 'folder'), { recursive: true });
      await writeFile(join(root, 'plain'), 'x');
      expect(await failure(toolbox.readFile('folder', { maxBytes: 1 }, never))).toBe('is-directory');
      expect(await failure(toolbox.writeFile('folder', Buffer.from('x'), {}, never))).toBe('is-directory');
      expect(await failure(toolbox.readFile('missing', { maxBytes: 1 }, never))).toBe('not-found');
      expect(await failure(toolbox.readFile('plain/x', { maxBytes: 1 }, never))).toBe('not-directory');
    });

    it('refuses what no call may look like, and goes on working', async () => {
      expect(await failure(toolbox.readFile('x'.repeat(5_000), { maxBytes: 1 }, never))).toBe('bad-request');
      expect(await failure(toolbox.readFile('', { maxBytes: 1 }, never))).toBe('bad-request');
      expect(await failure(toolbox.readFile('a\0b', { maxBytes: 1 }, never))).toBe('bad-request');
      expect(await failure(runIn(toolbox, 'true', { callId: 'a b' }))).toBe('bad-request');
      expect(await failure(runIn(toolbox, `true ${'x'.repeat(2_000_000)}`))).toBe('bad-request');
      expect((await runIn(toolbox, 'echo fine')).stdout).toBe('fine\n');
    });

    processOnly('says that a command is too long for the system', async () => {
      expect(await failure(runIn(toolbox, `true ${'x'.repeat(500_000)}`))).toBe('too-large');
    });

    processOnly('leaves no process of a cancelled call, whatever it did to hide', async () => {
      const cancel = new AbortController();
      const callId = `hide-${process.pid}`;
      const command = 'sleep 1000 & (setsid sleep 1000 &); setsid sh -c "trap : TERM; sleep 1000; sleep 1000" & echo ready; sleep 1000';
      const request = { callId, command, timeoutMs: 60_000 };
      const ran = await toolbox.exec(request, (_, text) => void (text.includes('ready') && cancel.abort()), cancel.signal);
      expect(ran).toMatchObject({ ended: 'cancelled', clean: true });
      const left = await runIn(toolbox, `grep -l "PYNCHY_CALL=${callId}" /proc/[0-9]*/environ 2>/dev/null; true`);
      expect(left.stdout).toBe('');
    });

    processOnly('returns when the command has ended, though a background process holds its output', async () => {
      const ran = await runIn(toolbox, 'sleep 5 & echo done');
      expect(ran).toMatchObject({ stdout: 'done\n', exitCode: 0, clean: true });
      expect(ran.ms).toBeLessThan(3_000);
    });

    processOnly('drops what is beyond 50 MB and counts it', async () => {
      const limit = 50 * 1024 * 1024;
      let got = 0;
      const request = { callId: 'much', command: `head -c ${limit + 12_345} /dev/zero`, timeoutMs: 30_000 };
      const ran = await toolbox.exec(
        request,
        (_, text) => {
          got += text.length;
        },
        never,
      );
      expect({ got, dropped: ran.droppedBytes, exitCode: ran.exitCode }).toEqual({ got: limit, dropped: 12_345, exitCode: 0 });
    });

    processOnly('names the signal that ended a command', async () => {
      expect(await runIn(toolbox, 'kill -SEGV $$')).toMatchObject({ exitCode: null, ended: 'signal', signal: 'SIGSEGV' });
    });
  });
};
