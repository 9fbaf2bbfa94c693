import { join } from 'node:path';
import { openTunnel } from '../egress/tunnel.ts';
import type { Registry } from '../plugins/registry.ts';
import { createSandboxes } from '../sandbox/create-sandboxes.ts';
import { createMounts } from '../services/mounts.ts';
import { createSandboxPanel } from '../services/sandbox-panel.ts';
import type { WorkspacesService } from '../services/workspaces.ts';
import type { Foundation } from './foundation.ts';
import { createRuntimeChoice } from './runtime-choice.ts';

export interface SandboxWiring {
  readonly registry: Registry;
  readonly workspaces: WorkspacesService;
  readonly toolboxDir: string;
  readonly recipeDir: string | null;
  readonly containerRuntime: string | undefined;
}

/** The sandboxes with what they may see and reach: folders, the network, and how a person looks at all of it. */
export const wireSandboxes = (f: Foundation, w: SandboxWiring) => {
  const { store, settings, clock } = f;
  const { registry, workspaces } = w;
  const runtimes = createRuntimeChoice({ registry, told: w.containerRuntime, setting: () => settings.get().sandboxRuntime });
  const mounts = createMounts({
    store,
    // Beside the folders of the workspaces, never inside one.
    listFile: join(f.paths.home, 'mount-allowlist.json'),
    homeDir: f.paths.home,
    folder: workspaces.folder,
    log: f.logFile.scope('sandbox'),
  });
  const sandboxes = createSandboxes({
    store: store.sandboxes,
    installId: f.installId,
    toolboxDir: w.toolboxDir,
    recipeDir: w.recipeDir,
    providers: () => registry.all('sandbox'),
    choice: (workspaceId) => runtimes.of(store.workspaces.byId(workspaceId)?.sandbox ?? 'auto'),
    workspaceDir: workspaces.folder,
    extraMounts: mounts.forStart,
    connect: (workspaceId) => (to, signal) =>
      openTunnel(
        {
          mode: () => store.networks.mode(workspaceId),
          allowed: () => store.networks.hosts(workspaceId),
          note: (row) => store.networks.note({ ...row, workspaceId, at: clock.now() }),
          amend: store.networks.amend,
        },
        to,
        signal,
      ),
    isUrgent: store.sandboxes.hasPerson,
    idleStopMs: () => settings.get().sandboxIdleMinutes * 60_000,
    log: f.logFile.scope('sandbox'),
    changed: () => undefined,
  });
  f.closers.add('sandboxes', () => sandboxes.stopAll(2_000));
  f.closers.add(
    'list of folders',
    mounts.onListChanged(() => void sandboxes.refresh()),
  );
  const providers = () => registry.all('sandbox').map(({ impl }) => impl);
  const panel = createSandboxPanel({ store, clock, sandboxes, mounts, providers, log: f.logFile.scope('sandbox') });
  return { runtimes, mounts, sandboxes, panel };
};
