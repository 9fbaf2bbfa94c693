import type { OpName, OpOf, OpResult } from '#contract/toolbox/protocol.ts';
import { type ExecRequest, type ExecResult, type Toolbox, ToolboxError, type ToolboxHello } from '#contract/toolbox/toolbox.ts';
import type { OnBytes, PendingCalls, Started } from './pending-calls.ts';

/** A call that must end in time, whether the toolbox answers or not. */
interface Guard {
  readonly stuckMs: number;
  readonly onStuck: () => void;
}

const nothing: Uint8Array = new Uint8Array(0);
const ignore: OnBytes = () => {};

/** The Toolbox over the calls of one pipe. */
export const createToolbox = (hello: ToolboxHello, calls: PendingCalls, guard: Guard): Toolbox => {
  const ask = <N extends OpName>(call: OpOf<N>, signal: AbortSignal, upload = nothing, onBytes = ignore): Promise<OpResult<N>> => {
    if (signal.aborted) return Promise.reject(new ToolboxError('cancelled', 'cancelled'));
    const started = calls.start<N>(call, upload, onBytes);
    return guarded(started, { signal, guard, stuck: new ToolboxError('cancelled', 'the toolbox did not answer') });
  };
  return {
    hello,
    exec: (request, onOutput, signal) => exec({ calls, guard }, request, { onOutput, signal }),
    readFile: async (path, options, signal) => {
      const parts: Uint8Array[] = [];
      const call = { op: 'readFile', path, maxBytes: options.maxBytes, offset: options.offset ?? 0 } as const;
      const { size, hash } = await ask<'readFile'>(call, signal, nothing, (_, bytes) => void parts.push(bytes));
      return { data: Buffer.concat(parts), size, hash };
    },
    writeFile: (path, data, options, signal) =>
      ask<'writeFile'>({ op: 'writeFile', path, expectHash: options.expectHash, upload: data.length }, signal, data),
    glob: (pattern, options, signal) => ask<'glob'>({ op: 'glob', pattern, limit: options.limit }, signal),
    grep: (pattern, options, signal) =>
      ask<'grep'>({ op: 'grep', pattern, glob: options.glob, ignoreCase: options.ignoreCase ?? false, limit: options.limit }, signal),
    list: (path, signal) => ask<'list'>({ op: 'list', path }, signal),
    remove: async (path, signal) => {
      await ask<'remove'>({ op: 'remove', path }, signal);
    },
    move: async (path, to, signal) => {
      await ask<'move'>({ op: 'move', path, to }, signal);
    },
    makeFolder: async (path, signal) => {
      await ask<'makeFolder'>({ op: 'makeFolder', path }, signal);
    },
    processes: async (signal) => (await ask<'processes'>({ op: 'processes' }, signal)).processes,
    startJob: async (request, signal) => (await ask<'startJob'>({ op: 'startJob', ...request }, signal)).job,
    jobs: async (signal) => (await ask<'jobs'>({ op: 'jobs' }, signal)).jobs,
    jobLog: async (job, options, signal) => {
      const parts: Uint8Array[] = [];
      const read = await ask<'jobLog'>({ op: 'jobLog', job, ...options }, signal, nothing, (_, bytes) => void parts.push(bytes));
      return { data: Buffer.concat(parts), ...read };
    },
    stopJob: (job, signal) => ask<'stopJob'>({ op: 'stopJob', job }, signal),
    stopProcess: async (pid, signal) => {
      await ask<'stopProcess'>({ op: 'stopProcess', pid }, signal);
    },
  };
};

const exec = async (
  to: { calls: PendingCalls; guard: Guard },
  request: ExecRequest,
  run: { onOutput: (stream: 'stdout' | 'stderr', text: string) => void; signal: AbortSignal },
): Promise<ExecResult> => {
  const { stdin = '', ...rest } = request;
  const startedMs = performance.now();
  if (run.signal.aborted) return { exitCode: null, ended: 'cancelled', ms: 0, clean: true, droppedBytes: 0 };
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  const pass = (stream: 'stdout' | 'stderr', bytes?: Uint8Array): void => {
    // Two chunks can share one character: the decoder keeps its first half.
    const text = bytes === undefined ? decoders[stream].decode() : decoders[stream].decode(bytes, { stream: true });
    if (text !== '') run.onOutput(stream, text);
  };
  const upload = Buffer.from(stdin);
  const started = to.calls.start<'exec'>({ op: 'exec', ...rest, upload: upload.length }, upload, (message, bytes) => {
    if (message.type === 'output') pass(message.stream, bytes);
  });
  const late = new ToolboxError('cancelled', 'the toolbox did not answer');
  try {
    const result = await guarded(started, { signal: run.signal, guard: to.guard, stuck: late, timeoutMs: request.timeoutMs });
    pass('stdout');
    pass('stderr');
    return result;
  } catch (error) {
    if (error !== late) throw error;
    return {
      exitCode: null,
      ended: run.signal.aborted ? 'cancelled' : 'timeout',
      ms: performance.now() - startedMs,
      clean: false,
      droppedBytes: 0,
    };
  }
};

/** Passes an abort on, and gives the call up when it has not ended `stuckMs` after the abort or after its time was up. */
const guarded = async <N extends OpName>(
  started: Started<N>,
  options: { signal: AbortSignal; guard: Guard; stuck: ToolboxError; timeoutMs?: number },
): Promise<OpResult<N>> => {
  const { signal, guard, timeoutMs } = options;
  const giveUp = (): void => {
    started.abandon(options.stuck);
    guard.onStuck();
  };
  const longestMs = 2_147_483_647;
  let timer = timeoutMs === undefined ? undefined : setTimeout(giveUp, Math.min(longestMs, timeoutMs + guard.stuckMs));
  const cancel = (): void => {
    started.cancel();
    clearTimeout(timer);
    timer = setTimeout(giveUp, guard.stuckMs);
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await started.result;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
  }
};
