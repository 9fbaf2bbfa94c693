import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { HostClient } from '#contract/client/connect.ts';
import { withHost } from '../../main/cli/connection.ts';

const bootstrap = fileURLToPath(new URL('../../main/cli/bootstrap.mjs', import.meta.url));

export interface RunningHost {
  readonly home: string;
  readonly pid: number;
  /** From the start of the process to the line that says ready. */
  readonly startMs: number;
  stop(): Promise<void>;
  /** No good-bye: what was acknowledged has to be there afterwards. */
  kill(): Promise<void>;
}

/** The built product on `home`, as a person starts it without a window. */
export const startHost = async (home: string, nodeArgs: readonly string[] = []): Promise<RunningHost> => {
  const began = performance.now();
  const child = spawn(process.execPath, [...nodeArgs, bootstrap, 'serve', '--port', '0', '--json'], {
    env: { ...process.env, PYNCHY_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const line = await Promise.race([firstLine(child), exited.then(([code]) => Promise.reject(new Error(`the host ended with ${code}`)))]);
  const startMs = performance.now() - began;
  const { pid } = JSON.parse(line) as { pid: number };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  return { home, pid, startMs, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
};

const firstLine = async ({ stdout }: ChildProcess): Promise<string> => {
  if (!stdout) throw new Error('the host has no output');
  const [line] = (await once(createInterface({ input: stdout }), 'line')) as [string];
  return line;
};

/** A host on `home` and a client of it, for the time of `work`. */
export const withRunningHost = async <T>(home: string, work: (client: HostClient, host: RunningHost) => Promise<T>): Promise<T> => {
  const host = await startHost(home);
  try {
    return await withHost(home, (client) => work(client, host));
  } finally {
    await host.stop();
  }
};
