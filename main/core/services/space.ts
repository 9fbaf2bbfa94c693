import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#contract/errors.ts';
import type { Workspace } from '#contract/model/records.ts';
import type { SpaceView } from '#contract/ui/domains/sandbox.ts';
import type { Store } from '../store/store.ts';
import { trashFolder } from './workspace-files.ts';

type Part = SpaceView['data'][number]['what'];

/** What of the data folder is what; the folders of workspaces are counted by workspace. */
const parts: Readonly<Record<string, Part>> = {
  'pynchy.db': 'database',
  'pynchy.db-wal': 'database',
  'pynchy.db-shm': 'database',
  blobs: 'files',
  logs: 'logs',
  exports: 'exports',
  plugins: 'plugins',
};

export interface SpaceDeps {
  readonly store: Store;
  readonly homeDir: string;
  /** Where the workspaces that Pynchy made have their folders. */
  readonly workspacesDir: string;
  readonly folder: (workspace: Workspace) => string;
  readonly freeBytes: () => number | null;
  /** Bytes that the files below a folder take on the disk; what cannot be read counts as nothing. */
  readonly sizeOf: (folder: string) => Promise<number>;
  readonly emptyTrash: (workspaceId: string, before: number) => Promise<void>;
}

/** What takes up the disk, and the part of it that can be given back without losing anything in use. */
export const createSpace = (deps: SpaceDeps) => {
  const { store, sizeOf } = deps;
  const trashOf = (workspace: Workspace): Promise<number> => sizeOf(join(deps.folder(workspace), trashFolder));

  const workspaces = async (): Promise<SpaceView['workspaces']> => {
    const found: SpaceView['workspaces'] = [];
    // One after the other: a disk does not read faster when it is asked everything at once.
    for (const w of [...store.workspaces.list(), ...store.workspaces.resting()])
      found.push({
        id: w.id,
        name: w.deletedName ?? w.name,
        state: w.archivedAt === null ? 'here' : w.deletedAt === null ? 'archived' : 'trashed',
        isOwnFolder: w.ownFolder !== null,
        bytes: await sizeOf(deps.folder(w)),
        trashBytes: await trashOf(w),
      });
    return found;
  };
  const data = async (): Promise<SpaceView['data']> => {
    const sums = new Map<Part, number>();
    for (const name of await readdir(deps.homeDir)) {
      const path = join(deps.homeDir, name);
      if (path === deps.workspacesDir) continue;
      const what = parts[name] ?? 'other';
      const found = await lstat(path).catch(() => null);
      const bytes = found?.isDirectory() ? await sizeOf(path) : (found?.size ?? 0);
      sums.set(what, (sums.get(what) ?? 0) + bytes);
    }
    return [...sums].map(([what, bytes]) => ({ what, bytes })).sort((a, b) => b.bytes - a.bytes);
  };

  return {
    look: async (): Promise<SpaceView> => ({ freeBytes: deps.freeBytes(), workspaces: await workspaces(), data: await data() }),
    emptyTrash: async (id: string): Promise<{ freedBytes: number }> => {
      const workspace = store.workspaces.byId(id);
      if (!workspace) throw new AppError('not-found', { what: 'workspace', name: id });
      const before = await trashOf(workspace);
      await deps.emptyTrash(id, Number.POSITIVE_INFINITY);
      return { freedBytes: before - (await trashOf(workspace)) };
    },
  };
};
export type Space = ReturnType<typeof createSpace>;
