import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { type Ctx, fail, ok, type Result } from '#plugin-api';

/** A running bwrap with a toolbox on its stdin and stdout. */
export interface BwrapProcess {
  readonly outerPid: number;
  /** The first process of the sandbox's PID namespace: when it is gone, all in there are. */
  readonly innerPid: number;
  open(input: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** Ends the input, waits, then kills; resolves when bwrap has exited. */
  stop(graceMs: number): Promise<void>;
}

const maxErrorChars = 4_000;
const lastWordsMs = 500;

/** Starts it and waits until bwrap says that the inner process exists. */
export const startBwrap = async (
  options: { args: readonly string[]; env: Readonly<Record<string, string>>; log: Ctx['log'] },
  signal: AbortSignal,
): Promise<Result<BwrapProcess>> => {
  if (signal.aborted) return fail('cancelled', 'cancelled');
  // A session of its own: Ctrl+C in the host's terminal must not end it before the host does.
  const child = spawn('bwrap', ['--info-fd', '3', ...options.args], {
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, ...options.env },
    detached: true,
  });
  const [stdin, stdout, stderr, info] = child.stdio as unknown as [Writable, Readable, Readable, Readable];
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, killed) => resolve(`bwrap ended with ${killed ?? code}`));
  });
  const closed = new Promise((resolve) => stderr.once('close', resolve));
  // What it said last may come after its end. A child that it left in the middle of its start keeps the pipe open for ever.
  const said = (): Promise<unknown> => Promise.race([closed, pause(lastWordsMs, undefined, { ref: false })]);
  let errors = '';
  stderr.on('data', (bytes: Buffer) => {
    errors = (errors + bytes.toString()).slice(-maxErrorChars);
    options.log('warn', 'toolbox said', { text: bytes.toString().slice(0, maxErrorChars) });
  });
  stdin.on('error', () => {}); // told by the exit
  const kill = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  try {
    const innerPid = await Promise.race([innerPidOf(info), exited.then(() => null)]);
    if (innerPid === null || child.pid === undefined) {
      await said();
      return fail('start-failed', errors.trim() || (await exited));
    }
    return ok({
      outerPid: child.pid,
      innerPid,
      open: async function* (input, openSignal) {
        let isSilent = true;
        for await (const bytes of pipe({ stdin, stdout }, input, openSignal)) {
          isSilent = false;
          yield bytes;
        }
        // bwrap names its process before it has mounted anything: only here it can say what went wrong.
        if (!isSilent) return;
        await said();
        throw new Error(`${await exited}: ${errors.trim()}`);
      },
      stop: (graceMs) => stop({ child, stdin, innerPid, exited }, graceMs),
    });
  } finally {
    signal.removeEventListener('abort', kill);
  }
};

/** null when the pipe closed without saying it. */
const innerPidOf = async (info: Readable): Promise<number | null> => {
  let text = '';
  for await (const bytes of info) text += String(bytes);
  const found = /"child-pid":\s*(\d+)/.exec(text);
  return found === null ? null : Number(found[1]);
};

async function* pipe(
  to: { stdin: Writable; stdout: Readable },
  input: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const close = (): void => void to.stdin.end();
  signal.addEventListener('abort', close, { once: true });
  void (async () => {
    for await (const bytes of input) {
      if (!to.stdin.writable) return;
      if (!to.stdin.write(bytes)) await roomIn(to.stdin);
    }
    to.stdin.end();
  })();
  try {
    for await (const bytes of to.stdout) yield bytes as Uint8Array;
  } finally {
    signal.removeEventListener('abort', close);
    to.stdin.end();
  }
}

const roomIn = (stdin: Writable): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      stdin.off('drain', done).off('close', done);
      resolve();
    };
    stdin.on('drain', done).on('close', done);
  });

const stop = async (
  to: { child: ChildProcess; stdin: Writable; innerPid: number; exited: Promise<string> },
  graceMs: number,
): Promise<void> => {
  if (to.child.exitCode !== null || to.child.signalCode !== null) return;
  to.stdin.end();
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([to.exited, new Promise((resolve) => (timer = setTimeout(resolve, graceMs)))]);
  clearTimeout(timer);
  // Killing the outer bwrap takes the whole namespace with it (--die-with-parent).
  if (to.child.exitCode === null && to.child.signalCode === null) to.child.kill('SIGKILL');
  await to.exited;
};
