import { createOpenConnections } from '../../egress/open-connections.ts';
import { openTunnel } from '../../egress/tunnel.ts';
import type { Registry } from '../../plugins/registry.ts';
import { createSandboxes } from '../../sandbox/create-sandboxes.ts';
import { sizeOf } from '../../sandbox/disk-watch.ts';
import { defaultLimits } from '../../sandbox/ports.ts';
import { createMounts } from '../../services/mounts.ts';
import type { ProfilesService } from '../../services/profiles.ts';
import { createSandboxPanel } from '../../services/sandbox-panel.ts';
import { createSpace, type Space } from '../../services/space.ts';
import type { WorkspaceFiles } from '../../services/workspace-files.ts';
import type { WorkspacesService } from '../../services/workspaces.ts';
import { runningTurnsIn } from '../../store/views/sandbox-wait.ts';
import type { Foundation } from '../foundation.ts';
import { freeBytesAt } from '../health-wiring.ts';
import { createRuntimeChoice } from './runtime-choice.ts';

export interface SandboxWiring {
  readonly registry: Registry;
  readonly workspaces: WorkspacesService;
  readonly profiles: ProfilesService;
  readonly toolboxDir: string;
  readonly recipeDir: string | null;
  readonly containerRuntime: string | undefined;
  /** The emergency stop: none starts, and none reaches the outside. */
  readonly isHalted: () => boolean;
}

/** The sandboxes with what they may see and reach: folders, the network, and how a person looks at all of it. */
export const wireSandboxes = (f: Foundation, w: SandboxWiring) => {
  const { store, settings, clock } = f;
  const { registry, workspaces } = w;
  const runtimes = createRuntimeChoice({ registry, told: w.containerRuntime, setting: () => settings.get().sandboxRuntime });
  const mounts = createMounts({
    store,
    // Beside the folders of the workspaces, never inside one.
    listFile: f.paths.mountList,
    homeDir: f.paths.home,
    folder: workspaces.folder,
    isAllowed: (workspaceId) => w.profiles.of(workspaceId).profile.mounts,
    log: f.logFile.scope('sandbox'),
  });
  const connections = createOpenConnections();
  const sandboxes = createSandboxes({
    store: store.sandboxes,
    installId: f.installId,
    toolboxDir: w.toolboxDir,
    recipeDir: w.recipeDir,
    providers: () => registry.all('sandbox'),
    choice: (workspaceId) => runtimes.of(store.workspaces.byId(workspaceId)?.sandbox ?? 'auto'),
    workspaceDir: workspaces.folder,
    folderFault: workspaces.folderFault,
    isOwnFolder: workspaces.isOwnFolder,
    extraMounts: mounts.forStart,
    isHalted: w.isHalted,
    connect: (workspaceId) => async (to, signal) => {
      const stopped = { ok: false, code: 'network-off', message: 'everything is stopped' } as const;
      if (w.isHalted()) return stopped;
      const outcome = await openTunnel(
        {
          mode: () => w.profiles.network(workspaceId).mode,
          allowed: () => w.profiles.network(workspaceId).hosts,
          note: (row) => store.networks.note({ ...row, workspaceId, at: clock.now() }),
          amend: store.networks.amend,
        },
        to,
        signal,
      );
      if (!outcome.ok) return outcome;
      const connection = connections.keep(outcome.connection);
      if (!w.isHalted()) return { ok: true, connection };
      connection.close();
      return stopped;
    },
    isUrgent: store.sandboxes.hasPerson,
    idleStopMs: () => settings.get().sandboxIdleMinutes * 60_000,
    log: f.logFile.scope('sandbox'),
    // How far its sandbox is stands at a turn that waits for it.
    changed: (workspaceId) => {
      const turns = runningTurnsIn(store.db, workspaceId);
      if (turns.length === 0) return;
      store.db.tx(() => {
        for (const { id, chatId } of turns) store.db.event({ topic: 'turn', entityId: id, chatId, payload: { state: 'running' } });
      });
    },
  });
  f.closers.add('sandboxes', () => sandboxes.stopAll(2_000));
  f.closers.add(
    'list of folders',
    mounts.onListChanged(() => {
      store.events.tell('sandbox', 'mounts');
      void sandboxes.refresh();
    }),
  );
  const panel = createSandboxPanel({
    store,
    clock,
    sandboxes,
    mounts,
    profiles: w.profiles,
    offered: () => registry.all('sandbox'),
    wanted: runtimes.of,
    limits: defaultLimits,
    log: f.logFile.scope('sandbox'),
  });
  return { runtimes, mounts, sandboxes, panel, cutConnections: connections.cutAll };
};

/** What takes up the disk. */
export const wireSpace = (f: Foundation, workspaces: WorkspacesService, files: WorkspaceFiles): Space =>
  createSpace({
    store: f.store,
    homeDir: f.paths.home,
    workspacesDir: f.paths.workspaces,
    folder: workspaces.folderOf,
    freeBytes: () => freeBytesAt(f.paths.home),
    sizeOf,
    emptyTrash: files.emptyTrash,
  });
