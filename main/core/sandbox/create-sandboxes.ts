import { AppError, messageOf } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import { endLeftovers, mayRun } from './confirm-gone.ts';
import { defaultTiming, type SandboxDeps, type Sandboxes } from './ports.ts';
import { createProviderChoice } from './provider-choice.ts';
import { setState } from './start-sandbox.ts';
import { createWorkspaceSandbox, type WorkspaceSandbox } from './workspace-sandbox.ts';

/** The sandboxes of all workspaces. Call `sweep` before the first `acquire`, `stopAll` at the end. */
export const createSandboxes = (deps: SandboxDeps): Sandboxes => {
  const timing = { ...defaultTiming, ...deps.timing };
  const choice = createProviderChoice({ providers: deps.providers, probeMs: timing.probeMs, log: deps.log });
  const workspaces = new Map<string, WorkspaceSandbox>();
  let isStopped = false;

  const of = (workspaceId: string): WorkspaceSandbox => {
    const found = workspaces.get(workspaceId) ?? createWorkspaceSandbox({ deps, timing, choice }, workspaceId);
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
      await of(workspaceId).stop(timing.stopGraceMs, reason('restart'));
      await acquire(workspaceId, new AbortController().signal);
    },
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
    sweep: () => sweep(deps),
    stopAll: async (graceMs) => {
      isStopped = true;
      await Promise.all([...workspaces.values()].map((workspace) => workspace.stop(graceMs, reason('host-stopped'))));
    },
  };
};

const sweep = async (deps: SandboxDeps): Promise<void> => {
  const unconfirmed = new Map<string, Reason | null>();
  await Promise.all(
    deps.providers().map(async ({ impl }) => {
      const told = (handle: string): void => deps.log('info', 'ending a sandbox of an earlier host', { provider: impl.id, handle });
      unconfirmed.set(impl.id, await endLeftovers(impl, { installId: deps.installId }, told));
    }),
  );
  for (const row of deps.store.list()) {
    if (!mayRun(row)) continue;
    const left = unconfirmed.has(row.provider)
      ? unconfirmed.get(row.provider)
      : reason('not-confirmed-gone', { provider: row.provider, text: 'the provider is not enabled' });
    const at = { workspaceId: row.workspaceId, epoch: row.epoch };
    if (left === null || left === undefined) setState(deps, at, { state: 'absent', handle: null, reason: reason('host-died') });
    else setState(deps, at, { state: 'failed', reason: left });
  }
};
