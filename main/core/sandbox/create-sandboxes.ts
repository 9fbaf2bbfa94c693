import { AppError, messageOf } from '#contract/errors.ts';
import { reason } from '#contract/model/reason.ts';
import { createAdmission, realResources } from './admission.ts';
import { defaultTiming, type SandboxDeps, type Sandboxes } from './ports.ts';
import { createProviderChoice } from './provider-choice.ts';
import { createSweep } from './sweep.ts';
import { createWorkspaceSandbox, type WorkspaceSandbox } from './workspace-sandbox.ts';

/** The sandboxes of all workspaces. Call `sweep` before the first `acquire`, `stopAll` at the end. */
export const createSandboxes = (deps: SandboxDeps): Sandboxes => {
  const timing = { ...defaultTiming, ...deps.timing };
  const choice = createProviderChoice({ providers: deps.providers, probeMs: timing.probeMs, log: deps.log });
  const workspaces = new Map<string, WorkspaceSandbox>();
  let isStopped = false;

  /** Ends the one that nobody has used for the longest time; whoever needs it again starts it again. */
  const makeRoom = async (): Promise<boolean> => {
    const idle = [...workspaces.values()].filter((workspace) => workspace.running()?.calls === 0);
    const oldest = idle.sort((a, b) => (a.running()?.usedMs ?? 0) - (b.running()?.usedMs ?? 0))[0];
    await oldest?.stop(timing.stopGraceMs, reason('made-room'));
    return oldest !== undefined;
  };
  const admission = createAdmission({
    ...realResources(),
    running: () => [...workspaces.values()].filter((workspace) => workspace.running() !== null).length,
    makeRoom,
    everyMs: 1_000,
    patienceMs: 60_000,
    nowMs: () => performance.now(),
    ...deps.resources,
  });

  const of = (workspaceId: string): WorkspaceSandbox => {
    const found = workspaces.get(workspaceId) ?? createWorkspaceSandbox({ deps, timing, choice, admission }, workspaceId);
    workspaces.set(workspaceId, found);
    return found;
  };
  const acquire: Sandboxes['acquire'] = async (workspaceId, signal) => {
    if (isStopped) throw new AppError('not-available', { what: 'sandbox', reason: 'host-stopping' });
    return of(workspaceId).acquire(signal);
  };

  return {
    acquire,
    warm: (workspaceId) => {
      acquire(workspaceId, new AbortController().signal).catch((error: unknown) =>
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
    running: (workspaceId) => workspaces.get(workspaceId)?.running()?.toolbox ?? null,
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
