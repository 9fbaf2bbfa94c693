import type { Bash } from 'just-bash';
import { callIdVariable, outputLimitBytes } from '../../contract/toolbox/protocol.ts';
import { type ExecResult, ToolboxError } from '../../contract/toolbox/toolbox.ts';
import { createOutputLimit, type Emit, expectedPrograms, type Shell, type ShellCall } from './shell.ts';

const obeyMs = 1_000;

/**
 * Runs commands in an interpreter inside this thread: no processes, output only at the end of a command, and cancelling
 * works between two statements. A thread that no longer answers is ended by whoever started it.
 */
export const createBashShell = (interpreter: { create(): Bash; programs: readonly string[] }): Shell => ({
  kind: 'just-bash',
  features: ['exec', 'files', 'search'],
  missing: async () => expectedPrograms.filter((program) => !interpreter.programs.includes(program)),
  run: (call, emit, signal) => run(interpreter.create(), { call, emit, signal }),
  processes: async () => [],
  stopProcess: async (pid) => {
    throw new ToolboxError('no-process', `there is no process ${pid}`);
  },
  jobs: null,
  close: async () => {},
});

const run = async (bash: Bash, job: { call: ShellCall; emit: Emit; signal: AbortSignal }): Promise<ExecResult> => {
  const { call, emit } = job;
  const startedMs = performance.now();
  const stop = new AbortController();
  const cut: { why?: 'timeout' | 'cancelled' } = {};
  const interrupt = (why: 'timeout' | 'cancelled'): void => {
    cut.why ??= why;
    stop.abort();
  };
  const cancel = (): void => interrupt('cancelled');
  const timer = setTimeout(() => interrupt('timeout'), call.timeoutMs);
  if (job.signal.aborted) cancel();
  job.signal.addEventListener('abort', cancel, { once: true });
  try {
    const work = bash.exec(call.command, {
      cwd: call.cwd === '' ? '/workspace' : `/workspace/${call.cwd.replaceAll('\\', '/')}`,
      env: { ...call.env, [callIdVariable]: call.callId },
      stdin: Buffer.from(call.stdin).toString('latin1'),
      stdinKind: 'bytes',
      signal: stop.signal,
      rawScript: true,
    });
    const result = await obeyed(work, stop.signal);
    const limit = createOutputLimit(outputLimitBytes);
    if (result !== null) {
      await emit('stdout', limit.admit(bytesOf(result.stdout, result.stdoutKind)));
      await emit('stderr', limit.admit(bytesOf(result.stderr, undefined)));
    }
    const common = { ms: performance.now() - startedMs, clean: result !== null, droppedBytes: limit.droppedBytes };
    return cut.why === undefined && result !== null
      ? { exitCode: result.exitCode, ended: 'exit', ...common }
      : { exitCode: null, ended: cut.why ?? 'cancelled', ...common };
  } finally {
    clearTimeout(timer);
    job.signal.removeEventListener('abort', cancel);
  }
};

/** The result, or null when the interpreter has not stopped one second after it was told to. */
const obeyed = async <T>(work: Promise<T>, stop: AbortSignal): Promise<T | null> => {
  let timer: NodeJS.Timeout | undefined;
  const ignored = new Promise<null>((resolve) => {
    const arm = (): void => {
      timer = setTimeout(() => resolve(null), obeyMs);
    };
    if (stop.aborted) arm();
    stop.addEventListener('abort', arm, { once: true });
  });
  try {
    return await Promise.race([work, ignored]);
  } finally {
    clearTimeout(timer);
  }
};

const bytesOf = (text: string, kind: string | undefined): Uint8Array => Buffer.from(text, kind === 'bytes' ? 'latin1' : 'utf8');
