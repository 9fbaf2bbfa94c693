import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { clientOver, type HostClient } from '#contract/client/connect.ts';
import { faceOf } from '#contract/client/socket-face.ts';
import { builtProgram } from './built.ts';

export interface ProcessHost {
  readonly pid: number;
  readonly url: string;
  readonly client: HostClient;
  /** Resolves when the process is gone, however it went. */
  readonly gone: Promise<void>;
  /** SIGKILL. Resolves when the process is gone. */
  kill(): Promise<void>;
}

const Ready = z.object({ ready: z.literal(true), url: z.string(), token: z.string(), pid: z.number() });

export interface ProcessOptions {
  /** Gets the process at once. */
  readonly spawned?: (child: ChildProcess) => void;
  readonly env?: Readonly<Record<string, string>>;
  /** Another program than the built one, which says the same when it is ready. */
  readonly program?: readonly string[];
}

/** Starts `pynchy serve` on a home. Null when the process ended before it was ready. */
export const startProcess = async (home: string, { spawned, env, program }: ProcessOptions = {}): Promise<ProcessHost | null> => {
  const child = spawn(process.execPath, program ?? [builtProgram(), 'serve', '--port', '0', '--json'], {
    env: { ...process.env, ...env, PYNCHY_HOME: home },
    // Through the channel it notices when this process is gone.
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  spawned?.(child);
  const line = await new Promise<string | null>((resolve) => {
    if (child.stdout) createInterface({ input: child.stdout }).once('line', resolve);
    void gone.then(() => resolve(null));
  });
  if (line === null) return null;
  const { url, token, pid } = Ready.parse(JSON.parse(line));
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/rpc`, { headers: { authorization: `Bearer ${token}` } });
  socket.on('error', () => socket.terminate());
  const opened = await new Promise<boolean>((resolve) => {
    socket.once('open', () => resolve(true));
    socket.once('close', () => resolve(false));
  });
  if (!opened) return null;
  return {
    pid,
    url,
    client: clientOver(faceOf(socket as unknown as globalThis.WebSocket).face),
    gone,
    async kill() {
      child.kill('SIGKILL');
      await gone;
      socket.terminate();
    },
  };
};

/** Runs one command of the program to its end. */
export const runCommand = async (
  home: string,
  args: readonly string[],
  stdin = '',
): Promise<{ code: number | null; stdout: string; stderr: string }> => {
  const child = spawn(process.execPath, [builtProgram(), ...args], { env: { ...process.env, PYNCHY_HOME: home }, stdio: 'pipe' });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data) => (stdout += data));
  child.stderr.on('data', (data) => (stderr += data));
  child.stdin.end(stdin);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
};
