import { totalmem } from 'node:os';
import { AppError, messageOf } from '#contract/errors.ts';
import { reason } from '#contract/model/reason.ts';
import { machineRoom } from '../base/machine.ts';
import { createAdmission } from './admission.ts';
import { defaultTiming, type SandboxDeps, type Sandboxes } from './ports.ts';
import { createProviderChoice } from './provider-choice.ts';
import { notAvailable } from './start-sandbox.ts';
import { createSweep } from './sweep.ts';
import { createWorkspaceSandbox, type WorkspaceSandbox } from './workspace-sandbox.ts';

const askedAtFirst = { memBytes: 256 * 1024 ** 2, cores: 0.25 };

/** The sandboxes of all workspaces. Call `sweep` before the first `acquire`, `stopAll` at the end. */
export const createSandboxes = (deps: SandboxDeps): Sandboxes => {
  const timing = { ...defaultTiming, ...deps.timing };
  const choice = createProviderChoice({ providers: deps.providers, probeMs: timing.probeMs, log: deps.log });
  const workspaces = new Map<string, WorkspaceSandbox>();
  let isStopped = false;

  const here = (workspaceId: string): ReturnType<WorkspaceSandbox['running']> => workspaces.get(workspaceId)?.running() ?? null;

  /** Ends the one that nobody has used for the longest time; whoever needs it again starts it again. */
  const makeRoom = async (): Promise<boolean> => {
    const idle = [...workspaces.values()].filter((workspace) => workspace.running()?.calls === 0 && !workspace.running()?.frozen);
    const oldest = idle.sort((a, b) => (a.running()?.usedMs ?? 0) - (b.running()?.usedMs ?? 0))[0];
    await oldest?.stop(timing.stopGraceMs, reason('made-room'));
    return oldest !== undefined;
  };
  const admission = createAdmission({
    machine: machineRoom,
    ask: askedAtFirst,
    keepBytes: Math.min(1024 ** 3, totalmem() / 10),
    running: () => {
      const calls = [...workspaces.values()].flatMap((workspace) => workspace.running()?.calls ?? []);
      return { all: calls.length, working: calls.filter((n) => n > 0).length };
    },
    makeRoom,
    everyMs: 1_000,
    coresPatienceMs: 30_000,
    nowMs: () => performance.now(),
    ...deps.resources,
  });

  const of = (workspaceId: string): WorkspaceSandbox => {
    const found = workspaces.get(workspaceId) ?? createWorkspaceSandbox({ deps, timing, choice, admission }, workspaceId);
    workspaces.set(workspaceId, found);
    return found;
  };
  const acquire: Sandboxes['acquire'] = async (workspaceId, signal, turnId) => {
    if (deps.isHalted?.()) throw notAvailable(reason('emergency-stop'));
    if (isStopped) throw new AppError('not-available', { what: 'sandbox', reason: 'host-stopping' });
    return of(workspaceId).acquire(signal, turnId);
  };

  return {
    acquire,
    warm: (workspaceId, turnId) => {
      acquire(workspaceId, new AbortController().signal, turnId).catch((error: unknown) =>
        deps.log('info', 'sandbox was not warmed', { workspaceId, text: messageOf(error) }),
      );
    },
    restart: async (workspaceId) => {
      // Who presses the button may have started what was missing.
      choice.tryAll();
      await of(workspaceId).stop(timing.stopGraceMs, reason('restart'));
      await acquire(workspaceId, new AbortController().signal);
    },
    stop: async (workspaceId) => workspaces.get(workspaceId)?.stop(timing.stopGraceMs, reason('stopped-by-you')),
    // Nothing moves in a frozen one, and it answers nobody.
    running: (workspaceId) => (here(workspaceId)?.frozen ? null : (here(workspaceId)?.toolbox ?? null)),
    freezeAll: async () => {
      const did = await Promise.all([...workspaces.values()].map((workspace) => workspace.freeze()));
      return { frozen: did.filter((one) => one === 'frozen').length, ended: did.filter((one) => one === 'ended').length };
    },
    thawAll: async () => void (await Promise.all([...workspaces.values()].map((workspace) => workspace.thaw()))),
    refresh: async () => void (await Promise.all([...workspaces.values()].map((workspace) => workspace.refresh()))),
    usage: async (workspaceId) => {
      const here = workspaces.get(workspaceId)?.running();
      if (here === null || here === undefined) return null;
      const { provider, handle, calls, adopted } = here;
      const [stats, listed] = await Promise.all([provider.stats(handle), provider.list(deps.installId)]);
      const mine = listed.find((found) => found.handle === handle);
      return { handle, ...stats, calls, adopted, image: mine?.image ?? null, startedAt: mine?.startedAt ?? null };
    },
    faults: choice.faults,
    status: () =>
      deps.store.list().map((row) => ({
        workspaceId: row.workspaceId,
        provider: row.provider,
        isolation: choice.byId(row.provider)?.isolation ?? null,
        version: choice.version(row.provider),
        state: row.state,
        reason: row.reason,
      })),
    inForce: async (workspaceId) => {
      const chosen = await choice.choose(deps.choice(workspaceId)).catch((error: unknown) => {
        // A choice that names nobody is told when it is made and when it is used; here it means that nothing is in force.
        if (error instanceof AppError && error.code === 'unknown-sandbox') return null;
        throw error;
      });
      return chosen === null ? null : { provider: chosen.provider.id, isolation: chosen.provider.isolation, version: chosen.version };
    },
    sweep: createSweep({ deps, timing }, (workspaceId, from) => of(workspaceId).adopt(from, new AbortController().signal)),
    stopAll: async (graceMs) => {
      isStopped = true;
      await Promise.all([...workspaces.values()].map((workspace) => workspace.stop(graceMs, reason('host-stopped'))));
    },
  };
};
