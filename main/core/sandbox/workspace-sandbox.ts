import { AppError, messageOf } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { Toolbox } from '#contract/toolbox/toolbox.ts';
import type { Admission } from './admission.ts';
import { stopAndConfirm } from './confirm-gone.ts';
import { countCalls } from './counted-toolbox.ts';
import { watchDisk } from './disk-watch.ts';
import { defaultLimits, type SandboxDeps, type SandboxTiming } from './ports.ts';
import type { ProviderChoice } from './provider-choice.ts';
import { fingerprintNow } from './spec.ts';
import { adoptSandbox, type Started, setState, startSandbox } from './start-sandbox.ts';

/** The one sandbox of one workspace: at most one start, one running, one stop at a time. */
export interface WorkspaceSandbox {
  acquire(signal: AbortSignal): Promise<Toolbox>;
  /** What runs now; never starts one. */
  running(): (Started & { readonly toolbox: Toolbox; readonly calls: number; readonly usedMs: number }) | null;
  /** Takes over what an earlier host started; false when it is not to be had. */
  adopt(from: Omit<Parameters<typeof adoptSandbox>[1], 'workspaceId'>, signal: AbortSignal): Promise<boolean>;
  /** Ends it when it would be started in another way now, as soon as nothing runs in it. */
  refresh(): Promise<void>;
  /** Also ends a start that is under way. Resolves when the sandbox is gone or is known to be unconfirmed (then state failed). */
  stop(graceMs: number, why: Reason | null): Promise<void>;
}
interface Running extends Started {
  readonly toolbox: Toolbox;
  calls: number;
  /** By the monotonic clock. */
  usedMs: number;
  /** Something was set that it does not have. */
  isStale: boolean;
  idleTimer: NodeJS.Timeout | null;
  readonly disk: { stop(): void };
}

export const createWorkspaceSandbox = (
  parts: { deps: SandboxDeps; timing: SandboxTiming; choice: ProviderChoice; admission: Admission },
  workspaceId: string,
): WorkspaceSandbox => {
  const { deps, timing } = parts;
  let running: Running | null = null;
  let starting: { toolbox: Promise<Toolbox>; abort: AbortController } | null = null;
  let stopping: Promise<void> | null = null;

  const start = async (signal: AbortSignal): Promise<Toolbox> => {
    await stopping;
    const own: { current: Running | null } = { current: null };
    return run(own, await startSandbox({ ...parts, onStuck: stuck(own) }, workspaceId, signal));
  };
  const stuck =
    (own: { current: Running | null }) =>
    (why: 'call-stuck' | 'toolbox-silent'): void =>
      void (own.current !== null && end(own.current, 0, reason(why)));

  /** From its hello on it is the one sandbox of the workspace. */
  const run = (own: { current: Running | null }, started: Started): Toolbox => {
    const toolbox = countCalls(started.client.toolbox, {
      began: () => callBegan(own.current),
      unclean: () => (own.current === null ? Promise.resolve() : end(own.current, 0, reason('processes-survived'))),
    });
    const disk = diskOf(own);
    const now: Running = { ...started, toolbox, calls: 0, usedMs: performance.now(), isStale: false, idleTimer: null, disk };
    own.current = now;
    running = now;
    void started.client.ended.then(() => end(now, 0, reason('toolbox-ended')));
    idleFromNow(now);
    return toolbox;
  };

  const diskOf = (own: { current: Running | null }): { stop(): void } => {
    const quotaBytes = (deps.limits ?? defaultLimits).diskBytes;
    const isWorking = (): boolean => (own.current?.calls ?? 0) > 0;
    const failed = (error: unknown): void =>
      deps.log('warn', 'the size of the folder is not known', { workspaceId, error: messageOf(error) });
    return watchDisk({ folder: deps.workspaceDir(workspaceId), quotaBytes, everyMs: timing.diskMs, isWorking, failed }, (usedBytes) => {
      if (own.current !== null) void end(own.current, 0, reason('disk-quota', { usedBytes, quotaBytes }));
    });
  };

  const idleFromNow = (sandbox: Running): void => {
    if (sandbox.idleTimer !== null) clearTimeout(sandbox.idleTimer);
    sandbox.idleTimer = null;
    if (sandbox.calls > 0 || running !== sandbox) return;
    sandbox.idleTimer = setTimeout(() => void end(sandbox, timing.stopGraceMs, reason('idle')), deps.idleStopMs()).unref();
  };
  const callBegan = (sandbox: Running | null): (() => void) => {
    if (sandbox === null) return () => {};
    sandbox.calls++;
    sandbox.usedMs = performance.now();
    idleFromNow(sandbox);
    return () => {
      sandbox.calls--;
      if (sandbox.calls === 0 && sandbox.isStale) void end(sandbox, timing.stopGraceMs, reason('settings-changed'));
      else idleFromNow(sandbox);
    };
  };

  /** Only the sandbox that is meant: a late event of an earlier one ends nothing. */
  const end = (sandbox: Running, graceMs: number, why: Reason | null): Promise<void> => {
    if (running !== sandbox) return stopping ?? Promise.resolve();
    running = null;
    sandbox.disk.stop();
    if (sandbox.idleTimer !== null) clearTimeout(sandbox.idleTimer);
    const ended = stopIt(sandbox, graceMs, why).finally(() => {
      if (stopping === ended) stopping = null;
    });
    stopping = ended;
    return ended;
  };
  const stopIt = async (sandbox: Running, graceMs: number, why: Reason | null): Promise<void> => {
    const at = { workspaceId, epoch: sandbox.epoch };
    setState(deps, at, { state: 'stopping', reason: why });
    sandbox.client.close();
    const unconfirmed = await stopAndConfirm(sandbox.provider, sandbox.handle, graceMs);
    if (unconfirmed !== null) deps.log('error', 'sandbox could not be confirmed gone', { workspaceId, reason: unconfirmed });
    setState(deps, at, unconfirmed === null ? { state: 'absent', handle: null, reason: why } : { state: 'failed', reason: unconfirmed });
  };

  return {
    acquire: async (signal) => {
      if (signal.aborted) throw new AppError('cancelled');
      if (running !== null) {
        idleFromNow(running);
        return running.toolbox;
      }
      if (starting === null) {
        const abort = new AbortController();
        const mine = { abort, toolbox: start(abort.signal).finally(() => (starting = null)) };
        mine.toolbox.catch(() => {}); // the callers who wait are told; one who left must not make it an unhandled fault
        starting = mine;
      }
      return unlessAborted(starting.toolbox, signal);
    },
    running: () => running,
    refresh: async () => {
      const now = running;
      if (now === null || (await fingerprintNow(parts, workspaceId)) === now.fingerprint || running !== now) return;
      now.isStale = true;
      if (now.calls === 0) await end(now, timing.stopGraceMs, reason('settings-changed'));
    },
    adopt: async (from, signal) => {
      const own: { current: Running | null } = { current: null };
      const started = await adoptSandbox({ ...parts, onStuck: stuck(own) }, { workspaceId, ...from }, signal);
      if (started !== null) run(own, started);
      return started !== null;
    },
    stop: async (graceMs, why) => {
      const under = starting;
      under?.abort.abort();
      await under?.toolbox.catch(() => {});
      if (running !== null) await end(running, graceMs, why);
      else await stopping;
    },
  };
};

/** The start goes on for the others when one caller leaves. */
const unlessAborted = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T> => {
  let leave: () => void = () => {};
  const left = new Promise<never>((_, reject) => {
    leave = () => reject(new AppError('cancelled'));
  });
  signal.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([work, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
};
