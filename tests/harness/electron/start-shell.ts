import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import type { ParentMessage } from '../../../main/desktop/parent.ts';
import { tempFolder, tempHome } from '../temp-home.ts';
import type { Command, ShellState } from './control.ts';

export interface ShellUnderTest {
  readonly home: string;
  /** What the shell told the command that started it. */
  readonly ready: ParentMessage;
  readonly state: () => Promise<ShellState>;
  readonly act: (command: Command) => Promise<unknown>;
  /** Runs an expression in the page of the main window. */
  readonly inPage: <T>(script: string) => Promise<T>;
  readonly output: () => string;
  /** Resolves with the exit code. */
  readonly gone: Promise<number | null>;
  /** Starts a second one with these arguments; resolves with its exit code. */
  readonly second: (...args: string[]) => Promise<number | null>;
  readonly signal: (name: NodeJS.Signals) => void;
  /** Quits, if it still runs. */
  stop(): Promise<void>;
}
export interface ShellOptions {
  readonly home?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

const register = fileURLToPath(new URL('./register.mjs', import.meta.url));

/** The real desktop entry in a process of its own, with the fake Electron and a real Chromium. */
export const startShell = async (o: ShellOptions = {}): Promise<ShellUnderTest> => {
  const home = o.home ?? tempHome();
  const appDir = inject('shellDir');
  const control = await listen();
  const env = {
    ...process.env,
    PYNCHY_HOME: home,
    HOME: home,
    XDG_CURRENT_DESKTOP: 'KDE',
    DBUS_SESSION_BUS_ADDRESS: 'disabled:',
    HARNESS_APP_PATH: appDir,
    HARNESS_CONTROL: control.path,
    ...o.env,
  };
  const run = (args: readonly string[], more: Record<string, string> = {}): ChildProcess =>
    spawn(process.execPath, ['--import', register, join(appDir, 'out', 'desktop', 'main.mjs'), ...args], {
      env: { ...env, ...more },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
  const child = run(o.args ?? []);
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ready = await Promise.race([
    new Promise<ParentMessage>((resolve) => child.once('message', (message) => resolve(message as ParentMessage))),
    gone.then((code): ParentMessage => ({ failed: `ended with ${code}: ${output}` })),
  ]);
  const over = gone.then((code): never => {
    throw new Error(`the shell ended with ${code}: ${output}`);
  });
  over.catch(() => undefined);
  const act = (command: Command): Promise<unknown> => Promise.race([control.ask(command), over]);
  return {
    home,
    ready,
    act,
    state: () => act({ do: 'state' }) as Promise<ShellState>,
    inPage: <T>(script: string) => act({ do: 'evaluate', title: 'Pynchy', script }) as Promise<T>,
    output: () => output,
    gone,
    second: (...args) =>
      new Promise((resolve) => {
        const other = run(args, { HARNESS_SECOND: '1' });
        other.once('exit', resolve);
      }),
    signal: (name) => void child.kill(name),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await gone;
      control.close();
    },
  };
};

/** The test's end of the control socket. */
const listen = async () => {
  const path = join(tempFolder('control'), 's');
  let socket: Socket | null = null;
  let came: () => void = () => undefined;
  const connected = new Promise<void>((resolve) => (came = resolve));
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const server = createServer((given) => {
    socket = given;
    given.on('error', () => undefined);
    given.on('close', () => {
      for (const { reject } of waiting.values()) reject(new Error('the shell is gone'));
    });
    createInterface({ input: given }).on('line', (line) => {
      const { id, value, error } = JSON.parse(line) as { id: number; value?: unknown; error?: string };
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) asked?.resolve(value);
      else asked?.reject(new Error(error));
    });
    came();
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  let ids = 0;
  return {
    path,
    async ask(command: Command): Promise<unknown> {
      await connected;
      const id = ++ids;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        socket?.write(`${JSON.stringify({ id, command })}\n`);
      });
    },
    close() {
      socket?.destroy();
      server.close();
    },
  };
};
