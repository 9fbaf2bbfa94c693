import { AppError, messageOf } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import { type Toolbox, ToolboxError } from '#contract/toolbox/toolbox.ts';
import type { Admission } from './admission.ts';
import { stopAndConfirm } from './confirm-gone.ts';
import { countCalls } from './counted-toolbox.ts';
import { watchDisk } from './disk-watch.ts';
import { defaultLimits, type SandboxDeps, type SandboxTiming } from './ports.ts';
import type { ProviderChoice } from './provider-choice.ts';
import { fingerprintNow } from './spec.ts';
import { adoptSandbox, notAvailable, type Started, setState, startSandbox } from './start-sandbox.ts';

/** The one sandbox of one workspace: at most one start, one running, one stop at a time. */
export interface WorkspaceSandbox {
  /** `turnId`: for whom, when no person asks. Who was turned down (I9) is told so at once. */
  acquire(signal: AbortSignal, turnId?: string): Promise<Toolbox>;
  /** What runs now; never starts one. */
  running():
    | (Started & { readonly toolbox: Toolbox; readonly calls: number; readonly usedMs: number; readonly frozen: object | null })
    | null;
  /** Takes over what an earlier host started; false when it is not to be had. */
  adopt(from: Omit<Parameters<typeof adoptSandbox>[1], 'workspaceId'>, signal: AbortSignal): Promise<boolean>;
  /** Ends it when it would be started in another way now, as soon as nothing runs in it. */
  refresh(): Promise<void>;
  /** Stands still where it is, or is ended where its provider cannot do that; its calls end at once. A start is broken off. */
  freeze(): Promise<'frozen' | 'ended' | 'nothing'>;
  /** Goes on; but where calls were cut, what they left behind is ended with it. */
  thaw(): Promise<void>;
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
  /** It stands still; `hadCalls`: some were cut by that. */
  frozen: { readonly hadCalls: boolean } | null;
  readonly cuts: Set<(error: unknown) => void>;
  readonly disk: { stop(): void };
}

export const createWorkspaceSandbox = (
  parts: { deps: SandboxDeps; timing: SandboxTiming; choice: ProviderChoice; admission: Admission },
  workspaceId: string,
): WorkspaceSandbox => {
  const { deps, timing } = parts;
  let running: Running | null = null;
  let starting: { toolbox: Promise<Toolbox>; abort: AbortController; forTurns: Set<string> } | null = null;
  let stopping: Promise<void> | null = null;
  /** I9: turns for which a person did not want to wait until an image was ready. */
  const declined = new Set<string>();

  const start = async (signal: AbortSignal): Promise<Toolbox> => {
    await stopping;
    const own: { current: Running | null } = { current: null };
    return run(own, await startSandbox({ ...parts, onStuck: stuck(own) }, workspaceId, signal));
  };
  const stuck =
    (own: { current: Running | null }) =>
    (why: 'call-stuck' | 'toolbox-silent'): void =>
      void (own.current !== null && own.current.frozen === null && end(own.current, 0, reason(why)));

  /** From its hello on it is the one sandbox of the workspace. */
  const run = (own: { current: Running | null }, started: Started): Toolbox => {
    const cuts: Running['cuts'] = new Set();
    const toolbox = countCalls(started.client.toolbox, {
      began: () => callBegan(own.current),
      unclean: () => (own.current === null || own.current.frozen ? Promise.resolve() : end(own.current, 0, reason('processes-survived'))),
      cuttable: (cut) => {
        cuts.add(cut);
        return () => cuts.delete(cut);
      },
    });
    const disk = diskOf(own);
    const now: Running = {
      ...started,
      toolbox,
      calls: 0,
      usedMs: performance.now(),
      isStale: false,
      idleTimer: null,
      frozen: null,
      cuts,
      disk,
    };
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
    const countsGrowth = deps.isOwnFolder?.(workspaceId) ?? false;
    const folder = deps.workspaceDir(workspaceId);
    return watchDisk({ folder, quotaBytes, everyMs: timing.diskMs, isWorking, countsGrowth, failed }, (usedBytes) => {
      if (own.current !== null) void end(own.current, 0, reason('disk-quota', { usedBytes, quotaBytes }));
    });
  };

  const idleFromNow = (sandbox: Running): void => {
    if (sandbox.idleTimer !== null) clearTimeout(sandbox.idleTimer);
    sandbox.idleTimer = null;
    if (sandbox.calls > 0 || sandbox.frozen !== null || running !== sandbox) return;
    sandbox.idleTimer = setTimeout(() => void end(sandbox, timing.stopGraceMs, reason('idle')), deps.idleStopMs()).unref();
  };
  const callBegan = (sandbox: Running | null): (() => void) => {
    if (sandbox === null) return () => {};
    sandbox.calls++;
    sandbox.usedMs = performance.now();
    idleFromNow(sandbox);
    return () => {
      sandbox.calls--;
      if (sandbox.calls === 0 && sandbox.isStale && sandbox.frozen === null)
        void end(sandbox, timing.stopGraceMs, reason('settings-changed'));
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
    acquire: async (signal, turnId) => {
      if (signal.aborted) throw new AppError('cancelled');
      if (running !== null) {
        idleFromNow(running);
        return running.toolbox;
      }
      if (starting === null) {
        if (turnId !== undefined && declined.has(turnId)) throw notAvailable(reason('image-cancelled'));
        const abort = new AbortController();
        const mine = { abort, toolbox: start(abort.signal).finally(() => (starting = null)), forTurns: new Set<string>() };
        mine.toolbox.catch(() => {}); // the callers who wait are told; one who left must not make it an unhandled fault
        starting = mine;
      }
      if (turnId !== undefined) starting.forTurns.add(turnId);
      return unlessAborted(starting.toolbox, signal);
    },
    running: () => running,
    refresh: async () => {
      const now = running;
      if (now === null || now.frozen !== null || (await fingerprintNow(parts, workspaceId)) === now.fingerprint || running !== now) return;
      now.isStale = true;
      if (now.calls === 0) await end(now, timing.stopGraceMs, reason('settings-changed'));
    },
    adopt: async (from, signal) => {
      const own: { current: Running | null } = { current: null };
      const started = await adoptSandbox({ ...parts, onStuck: stuck(own) }, { workspaceId, ...from }, signal);
      if (started !== null) run(own, started);
      return started !== null;
    },
    freeze: async () => {
      starting?.abort.abort();
      await starting?.toolbox.catch(() => {}); // who waits for it is told
      await stopping;
      const now = running;
      if (now === null || now.frozen !== null) return now === null ? 'nothing' : 'frozen';
      now.frozen = { hadCalls: now.calls > 0 };
      idleFromNow(now);
      for (const cut of now.cuts) cut(new ToolboxError('gone', 'the sandbox was frozen'));
      const frozen = await now.provider.freeze?.(now.handle).catch(faultIn);
      if (frozen?.ok) {
        setState(deps, { workspaceId, epoch: now.epoch }, { state: 'ready', reason: reason('sandbox-frozen') });
        return 'frozen';
      }
      if (frozen) deps.log('warn', 'a sandbox could not be frozen and is ended', { workspaceId, error: frozen.text });
      await end(now, 0, reason('emergency-stop'));
      return 'ended';
    },
    thaw: async () => {
      const now = running;
      if (!now?.frozen) return;
      const thawed = now.frozen.hadCalls ? null : await now.provider.thaw?.(now.handle).catch(faultIn);
      if (running !== now) return;
      if (!thawed?.ok) return end(now, 0, reason('emergency-stop'));
      now.frozen = null;
      setState(deps, { workspaceId, epoch: now.epoch }, { state: 'ready', reason: null });
      idleFromNow(now);
    },
    stop: async (graceMs, why) => {
      const under = starting;
      if (why?.code === 'stopped-by-you' && deps.store.get(workspaceId)?.state === 'preparing')
        for (const turnId of under?.forTurns ?? []) declined.add(turnId);
      under?.abort.abort();
      await under?.toolbox.catch(() => {});
      if (running !== null) await end(running, graceMs, why);
      else await stopping;
    },
  };
};

const faultIn = (error: unknown) => ({ ok: false as const, text: messageOf(error) });

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
