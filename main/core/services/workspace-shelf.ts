import { existsSync, readdirSync, renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { AppError, messageOf } from '#contract/errors.ts';
import type { Workspace } from '#contract/model/records.ts';
import type { TrashedWorkspaceView, WorkspaceView } from '#contract/ui/views.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Queue } from '../queue/queue.ts';
import type { Sandboxes } from '../sandbox/ports.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
import type { Audit } from '../store/audit.ts';
import type { Store } from '../store/store.ts';
import { purgeSlice, purgeWorkspace } from '../store/transitions/purge.ts';
import { listTasks } from '../store/transitions/tasks.ts';
import { archiveWorkspace, restoreWorkspace, trashWorkspace, unarchiveWorkspace } from '../store/transitions/workspace-shelf.ts';
import type { ChatsService } from './chats.ts';
import type { WorkspacesService } from './workspaces.ts';

/** How long a deleted workspace, file or memory can be brought back. */
export const trashMs = 30 * 24 * 3_600_000;
// No workspace can be called so. What begins with it is on its way to be deleted.
const goingPrefix = '.going-';

/** Workspaces that rest: archived ones, and deleted ones until their 30 days are over. */
export const createWorkspaceShelf = (deps: {
  store: Store;
  clock: Clock;
  audit: Audit;
  workspaces: WorkspacesService;
  chats: ChatsService;
  queue: () => Queue;
  sandboxes: Pick<Sandboxes, 'stop'>;
  scheduler: Pick<Scheduler, 'rearm'>;
  /** Where the folders of all workspaces are. */
  dir: string;
  log: Log;
}) => {
  const { store, clock, workspaces } = deps;
  const must = (id: string): Workspace => {
    const workspace = store.workspaces.byId(id);
    if (!workspace) throw new AppError('not-found', { what: 'workspace', name: id });
    return workspace;
  };
  const mayRest = (id: string): Workspace => {
    const workspace = must(id);
    if (workspace.isAdmin) throw new AppError('workspace-is-admin');
    return workspace;
  };
  const viewOf = (id: string): WorkspaceView => workspaces.view(must(id));
  const busyChats = (id: string) =>
    store.workspaces.chatIds(id).flatMap((chatId) => {
      const chat = store.chats.byId(chatId);
      return chat && (store.turns.activeOf(chat.sessionId) ?? store.turns.queuedOf(chatId)) ? [chat] : [];
    });

  /** Nothing of the workspace runs while `work` does, and nothing of it is left running. Returns the chats that were stopped. */
  const atRest = async (id: string, work: () => void): Promise<string[]> => {
    const releases = store.workspaces.chatIds(id).map((chatId) => deps.queue().hold(chatId));
    try {
      const stopped = busyChats(id);
      for (const chat of stopped) while (await deps.chats.stopIn(chat.id));
      work();
      // What is stored counts: a sandbox that does not stop now is ended at the next start.
      await deps.sandboxes
        .stop(id)
        .catch((error: unknown) => deps.log('warn', 'a sandbox did not stop', { workspaceId: id, error: messageOf(error) }));
      deps.scheduler.rearm();
      return stopped.map(({ name }) => name);
    } finally {
      for (const release of releases) release();
    }
  };
  const awake = (id: string): WorkspaceView => {
    deps.scheduler.rearm();
    for (const chatId of store.workspaces.chatIds(id)) deps.queue().wake(chatId);
    return viewOf(id);
  };
  /** The folder leaves its place with the rows: both are gone, or neither. */
  const purge = async (workspace: Workspace): Promise<void> => {
    // Years of messages: the loop is free after each slice. Brought back it cannot be any more, its days are over.
    while (purgeSlice(store.db, workspace.id)) await setImmediate();
    // A folder of the owner's own is left alone; the fresh one that was there before goes.
    const folder = join(deps.dir, workspace.folder);
    const going = join(deps.dir, `${goingPrefix}${workspace.id}`);
    const isThere = existsSync(folder);
    if (isThere) renameSync(folder, going);
    try {
      purgeWorkspace(store.db, workspace.id, deps.audit.append);
    } catch (error) {
      if (isThere) renameSync(going, folder);
      throw error;
    }
  };
  /** What a dead host was about to delete: its folder comes back while its row is there. Returns the folders that may go. */
  const going = (): string[] => {
    if (!existsSync(deps.dir)) return [];
    const names = readdirSync(deps.dir).filter((name) => name.startsWith(goingPrefix));
    return names.flatMap((name) => {
      const workspace = store.workspaces.byId(name.slice(goingPrefix.length));
      if (workspace) renameSync(join(deps.dir, name), join(deps.dir, workspace.folder));
      return workspace ? [] : [join(deps.dir, name)];
    });
  };
  const isOver = (w: Workspace): boolean => w.deletedAt !== null && w.deletedAt + trashMs <= clock.now();
  const trashed = (w: Workspace): TrashedWorkspaceView[] =>
    w.deletedAt === null || isOver(w)
      ? []
      : [{ id: w.id, name: w.deletedName ?? w.name, color: w.color, deletedAt: w.deletedAt, goneAt: w.deletedAt + trashMs }];

  return {
    list: () => {
      const resting = store.workspaces.resting();
      return { archived: resting.filter(({ deletedAt }) => deletedAt === null).map(workspaces.view), trash: resting.flatMap(trashed) };
    },
    /** What deleting would take along, and the chats in which something runs. */
    belongings: (id: string) => ({
      chats: store.workspaces.chatIds(must(id).id).length,
      memories: store.memories.list(id).filter(({ workspaceId }) => workspaceId === id).length,
      tasks: listTasks(store.db).filter(({ workspaceId }) => workspaceId === id).length,
      running: busyChats(id).map(({ name }) => name),
    }),
    /** Works in another folder from now on. Throws folder-busy, or why the folder is refused. */
    async setFolder(name: string, o: { ownFolder: string | null; samples: boolean }): Promise<WorkspaceView> {
      const { id } = workspaces.must(name);
      if (busyChats(id).length > 0) throw new AppError('folder-busy');
      const changed = workspaces.setFolder(name, o);
      await deps.sandboxes.stop(id);
      return changed;
    },
    async archive(id: string): Promise<void> {
      mayRest(id);
      await atRest(id, () => archiveWorkspace(store.db, id, clock.now()));
    },
    unarchive(id: string): WorkspaceView {
      unarchiveWorkspace(store.db, must(id).id);
      return awake(id);
    },
    /** `typed` must be its name. What runs is stopped first. */
    async remove(id: string, typed: string): Promise<{ stopped: string[]; goneAt: number }> {
      const workspace = mayRest(id);
      if (typed.trim() !== workspace.name) throw new AppError('workspace-name-mismatch', { name: workspace.name });
      const now = clock.now();
      const stopped = await atRest(id, () => trashWorkspace(store.db, id, deps.audit.append, now));
      return { stopped, goneAt: now + trashMs };
    },
    restore(id: string): WorkspaceView {
      if (isOver(must(id))) throw new AppError('not-found', { what: 'workspace', name: must(id).deletedName ?? id });
      restoreWorkspace(store.db, must(id).id, deps.audit.append);
      return awake(id);
    },
    /** Deletes for good what is in the trash for longer than 30 days, and what a host that died had not deleted to the end. */
    async sweep(): Promise<void> {
      going();
      for (const workspace of store.workspaces.resting()) {
        if (!isOver(workspace)) continue;
        try {
          await purge(workspace);
          deps.log('info', 'workspace deleted for good', { workspaceId: workspace.id });
        } catch (error) {
          deps.log('error', 'a workspace could not be deleted for good yet', { workspaceId: workspace.id, error: messageOf(error) });
        }
      }
      store.memories.emptyTrash(clock.now() - trashMs);
      // Beside the main loop: a folder may hold a hundred thousand files.
      for (const folder of going())
        await rm(folder, { recursive: true, force: true }).catch((error: unknown) =>
          deps.log('error', 'a folder could not be deleted for good yet', { folder, error: messageOf(error) }),
        );
    },
  };
};
export type WorkspaceShelf = ReturnType<typeof createWorkspaceShelf>;
