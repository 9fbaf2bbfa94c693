import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { access, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import { callIdVariable, outputLimitBytes } from '../../contract/toolbox/protocol.ts';
import { type ExecResult, ToolboxError } from '../../contract/toolbox/toolbox.ts';
import { createJobs } from './jobs.ts';
import { listProcesses } from './list-processes.ts';
import { endMarked, killMarked, signalTo } from './process-tree.ts';
import { createOutputLimit, type Emit, expectedPrograms, type Shell, type ShellCall } from './shell.ts';

/** Marks everything this toolbox ever started, so that it can be ended with it. */
const toolboxVariable = 'PYNCHY_TOOLBOX';
const termGraceMs = 200;
/** Output that is still in the pipe when the shell has ended is waited for until this long nothing came. */
const quietMs = 100;

/** Runs commands as real processes, each call in a group of its own. `alone`: nothing else lives in this PID namespace. */
export const createProcessShell = (options: { root: string; alone: boolean }): Shell => {
  const instance = randomUUID();
  const mark = `${toolboxVariable}=${instance}`;
  const shellPath = ['/bin/bash', '/usr/bin/bash'].find((path) => existsSync(path)) ?? '/bin/sh';

  const spawnMarked = (o: { command: string; cwd: string; callId: string; env?: ShellCall['env'] }): ChildProcessWithoutNullStreams => {
    const child = spawn(shellPath, ['-c', o.command], {
      cwd: join(options.root, o.cwd),
      env: { ...process.env, ...o.env, [callIdVariable]: o.callId, [toolboxVariable]: instance },
      detached: true,
      stdio: 'pipe',
    });
    if (child.pid !== undefined) void dieFirst(child.pid);
    return child;
  };

  const run = async (call: ShellCall, emit: Emit, signal: AbortSignal): Promise<ExecResult> => {
    const startedMs = performance.now();
    const child = spawnMarked(call);
    const exited = exitOf(child);
    const limit = createOutputLimit(outputLimitBytes);
    const drained = Promise.all([pass(child.stdout, 'stdout', limit, emit), pass(child.stderr, 'stderr', limit, emit)]);
    child.stdin.on('error', () => {}); // a command need not read its input
    child.stdin.end(call.stdin);
    const cut = interruption(call.timeoutMs, signal);
    try {
      const end = await Promise.race([exited, cut.happened]);
      const clean = typeof end === 'string' ? await killCall(child, call.callId, exited) : true;
      const { code, signalName } = typeof end === 'string' ? await exited : end;
      for (const stream of await settled(child, drained)) stream.resume();
      const common = { ms: performance.now() - startedMs, clean, droppedBytes: limit.droppedBytes };
      if (typeof end === 'string') return { exitCode: null, ended: end, ...common };
      return signalName === null
        ? { exitCode: code, ended: 'exit', ...common }
        : { exitCode: null, ended: 'signal', signal: signalName, ...common };
    } finally {
      cut.dispose();
    }
  };

  const killCall = async (child: ChildProcess, callId: string, exited: Promise<unknown>): Promise<boolean> => {
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    const group = child.pid === undefined || hasEnded ? null : -child.pid;
    if (group !== null) signalTo(group, 'SIGTERM');
    await within(exited, termGraceMs);
    if (group !== null) signalTo(group, 'SIGKILL');
    return killMarked(`${callIdVariable}=${callId}`, options.alone ? toolboxVariable : null);
  };

  const jobMark = (name: string): string => `job:${instance}:${name}`;
  const jobs = createJobs({
    spawn: ({ command, cwd, name }) => spawnMarked({ command, cwd, callId: jobMark(name) }),
    kill: (child, name) => killCall(child, jobMark(name), new Promise((resolve) => child.once('exit', resolve))),
  });
  const jobOf = (environment: string): string | null => environment.split(`\0${callIdVariable}=${jobMark('')}`)[1]?.split('\0')[0] ?? null;

  return {
    kind: 'process',
    features: ['exec', 'processes', 'jobs', 'files', 'search', 'stream'],
    missing: async () => {
      const present = await Promise.all(expectedPrograms.map(isOnPath));
      return expectedPrograms.filter((_, index) => !present[index]);
    },
    run,
    processes: () => listProcesses(mark, jobOf),
    stopProcess: async (pid) => {
      if (!(await endMarked(pid, mark, termGraceMs))) throw new ToolboxError('no-process', `there is no process ${pid}`);
    },
    jobs,
    close: async () => {
      await killMarked(mark);
    },
  };
};

/** When memory runs out the kernel shall end the command, not the toolbox. Not everywhere possible, and no harm where not. */
const dieFirst = (pid: number): Promise<void> => writeFile(`/proc/${pid}/oom_score_adj`, '500').catch(() => {});

const exitOf = (child: ChildProcess): Promise<{ code: number | null; signalName: NodeJS.Signals | null }> =>
  new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new ToolboxError('io', error.message)));
    child.once('exit', (code, signalName) => resolve({ code, signalName }));
  });

/** Reads a stream at the pace of `emit`; resolves at its end, when all of it was passed on. */
const pass = (stream: Readable, name: 'stdout' | 'stderr', limit: ReturnType<typeof createOutputLimit>, emit: Emit): Promise<void> =>
  new Promise((resolve) => {
    let passing = Promise.resolve();
    stream.on('data', (bytes: Buffer) => {
      const part = limit.admit(bytes);
      if (part.length === 0) return;
      stream.pause();
      passing = emit(name, part).then(() => void stream.resume());
    });
    // A paused stream can end while its last bytes still wait for room.
    stream.once('error', () => resolve(passing));
    stream.once('end', () => resolve(passing));
  });

/**
 * Waits for the rest of the output. A background process may hold the pipe open for ever, so it ends when nothing came for
 * a moment; the streams that are still open then are given back, to be read on without anybody listening.
 */
const settled = (child: ChildProcess, drained: Promise<unknown>): Promise<Readable[]> =>
  new Promise((resolve) => {
    const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
    const finish = (open: Readable[]): void => {
      clearTimeout(timer);
      for (const stream of open) stream.removeAllListeners('data');
      resolve(open);
    };
    const look = (): void => {
      if (streams.some((stream) => stream.isPaused())) timer.refresh();
      else finish(streams.filter((stream) => !stream.readableEnded));
    };
    const timer = setTimeout(look, quietMs);
    for (const stream of streams) stream.on('data', () => timer.refresh());
    void drained.then(() => finish([]));
  });

const interruption = (timeoutMs: number, signal: AbortSignal): { happened: Promise<'timeout' | 'cancelled'>; dispose(): void } => {
  let interrupt: (why: 'timeout' | 'cancelled') => void = () => {};
  const happened = new Promise<'timeout' | 'cancelled'>((resolve) => (interrupt = resolve));
  const cancel = (): void => interrupt('cancelled');
  const timer = setTimeout(() => interrupt('timeout'), timeoutMs);
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  return {
    happened,
    dispose: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
    },
  };
};

const within = async (promise: Promise<unknown>, ms: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([promise, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
};

const isOnPath = async (program: string): Promise<boolean> => {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const found = await access(join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
};
