import type { ChildProcess } from 'node:child_process';
import { jobLogBytes, jobsAtOnce, type OpOf, type OpResult } from '../../contract/toolbox/protocol.ts';
import { type Job, ToolboxError } from '../../contract/toolbox/toolbox.ts';
import { createKeptOutput, type KeptOutput } from './kept-output.ts';

/** Ended ones that are remembered. */
const endedKept = 32;
const commandChars = 300;
const lastOutputMs = 100;

/** Commands in the background: each has a name, the end of its output is kept, and all end with the toolbox. */
export interface Jobs {
  start(op: { command: string; cwd: string }): Promise<string>;
  list(): Job[];
  /** Waits up to `waitMs` for output behind `from`, or for the end. */
  log(op: Omit<OpOf<'jobLog'>, 'op'>, signal: AbortSignal): Promise<OpResult<'jobLog'> & { data: Uint8Array }>;
  stop(job: string): Promise<{ clean: boolean }>;
}
interface Entry {
  readonly name: string;
  readonly command: string;
  readonly child: ChildProcess;
  readonly output: KeptOutput;
  readonly startedMs: number;
  endedMs: number | null;
  exitCode: number | null;
  signal: string | null;
  /** Called once, when there is more to read or it has ended. */
  readonly wakes: Set<() => void>;
}

export const createJobs = (parts: {
  /** Starts it in a group of its own, marked with `name`. */
  readonly spawn: (op: { command: string; cwd: string; name: string }) => ChildProcess;
  /** Ends everything with that mark; false when some of it survives. */
  readonly kill: (child: ChildProcess, name: string) => Promise<boolean>;
}): Jobs => {
  const entries = new Map<string, Entry>();
  let started = 0;

  const must = (name: string): Entry => {
    const found = entries.get(name);
    if (found === undefined) throw new ToolboxError('no-process', `there is no process ${name}`);
    return found;
  };
  const wake = (entry: Entry): void => {
    for (const one of [...entry.wakes]) one();
  };
  const ended = (entry: Entry, code: number | null, signal: string | null): void => {
    if (entry.endedMs !== null) return;
    entry.endedMs = performance.now();
    entry.exitCode = code;
    entry.signal = signal;
    wake(entry);
    const old = [...entries.values()].filter((one) => one.endedMs !== null).slice(0, -endedKept);
    for (const { name } of old) entries.delete(name);
  };
  const isBehind = (entry: Entry, from: number | null): boolean => entry.endedMs === null && entry.output.totalBytes <= (from ?? 0);

  return {
    start: ({ command, cwd }) => {
      const running = [...entries.values()].filter((entry) => entry.endedMs === null);
      if (running.length >= jobsAtOnce)
        return Promise.reject(new ToolboxError('too-many', `${jobsAtOnce} processes run in the background already; stop one first`));
      const name = `p${++started}`;
      const child = parts.spawn({ command, cwd, name });
      const entry: Entry = {
        name,
        command: command.slice(0, commandChars),
        child,
        output: createKeptOutput(jobLogBytes),
        startedMs: performance.now(),
        endedMs: null,
        exitCode: null,
        signal: null,
        wakes: new Set(),
      };
      const add = (bytes: Uint8Array): void => {
        entry.output.add(bytes);
        wake(entry);
      };
      child.stdin?.on('error', () => {}); // it need not read its input
      child.stdin?.end();
      child.stdout?.on('data', add);
      child.stderr?.on('data', add);
      // What it printed last may still be in the pipe, which something that it left behind may hold open for ever.
      child.once('exit', (code, signal) => {
        const end = (): void => ended(entry, code, signal);
        child.once('close', end);
        setTimeout(end, lastOutputMs);
      });
      entries.set(name, entry);
      return new Promise((resolve, reject) => {
        child.once('spawn', () => resolve(name));
        child.once('error', (error) => {
          entries.delete(name);
          reject(new ToolboxError('io', error.message));
        });
      });
    },
    list: () =>
      [...entries.values()].map((entry) => ({
        job: entry.name,
        command: entry.command,
        state: entry.endedMs === null ? 'running' : 'ended',
        exitCode: entry.exitCode,
        signal: entry.signal,
        seconds: Math.round(((entry.endedMs ?? performance.now()) - entry.startedMs) / 1_000),
        logBytes: entry.output.totalBytes,
      })),
    log: async ({ job, from, maxBytes, waitMs }, signal) => {
      const entry = must(job);
      if (isBehind(entry, from) && waitMs > 0) {
        await new Promise<void>((resolve) => {
          const done = (): void => {
            clearTimeout(timer);
            signal.removeEventListener('abort', done);
            entry.wakes.delete(done);
            resolve();
          };
          const timer = setTimeout(done, waitMs);
          signal.addEventListener('abort', done, { once: true });
          entry.wakes.add(done);
        });
      }
      return { ...entry.output.read(from, maxBytes), state: entry.endedMs === null ? 'running' : 'ended' };
    },
    stop: async (name) => {
      const entry = must(name);
      // What it started may live on after it has ended.
      return { clean: await parts.kill(entry.child, name) };
    },
  };
};
