import { AppError, isAppError } from '#contract/errors.ts';
import { fileLimitBytes } from '#contract/toolbox/protocol.ts';
import { type Toolbox, ToolboxError } from '#contract/toolbox/toolbox.ts';
import type { FileEntryView } from '#contract/ui/views.ts';
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import { createPages, type Listing } from './file-pages.ts';
import { createFileUploads } from './file-uploads.ts';
import { openWorkspaceDisk, type WorkspaceDisk } from './workspace-disk.ts';

/** Deleted files rest here, each under its own id. */
export const trashFolder = '.trash';
const trashIdPattern = /^trash_[A-Za-z0-9]{1,60}$/;
const callMs = 60_000;

export interface ListRequest {
  readonly workspaceId: string;
  readonly path: string;
  readonly sort: 'name' | 'size' | 'modified';
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}
export interface UploadRequest {
  readonly workspaceId: string;
  readonly uploadId: string;
  readonly path: string;
  readonly offset: number;
  readonly base64: string;
  readonly isLast: boolean;
  readonly replace: boolean;
}

/** The folder of a workspace, as its owner browses it: through its toolbox while one runs, else by the host with the same guard. */
export const createWorkspaceFiles = (deps: {
  clock: Clock;
  /** The folder on the host, made when missing. */
  folderOf: (workspaceId: string) => string;
  runningToolbox: (workspaceId: string) => Toolbox | null;
}) => {
  const uploads = createFileUploads(deps.clock);
  const diskOf = (workspaceId: string): WorkspaceDisk => {
    const folder = deps.folderOf(workspaceId);
    return deps.runningToolbox(workspaceId) ?? openWorkspaceDisk(folder);
  };
  const on = async <T>(workspaceId: string, path: string, work: (disk: WorkspaceDisk, signal: AbortSignal) => Promise<T>): Promise<T> => {
    try {
      return await work(diskOf(workspaceId), AbortSignal.timeout(callMs));
    } catch (error) {
      throw error instanceof ToolboxError ? fileError(error, path) : error;
    }
  };

  const pages = createPages(deps.clock);
  const listing = async (o: ListRequest): Promise<Listing> => {
    const { entries, truncated } = await on(o.workspaceId, o.path, (disk, signal) => disk.list(o.path === '' ? '.' : o.path, signal));
    return { shown: entries.filter(({ name }) => !isHidden(o.path, name)).sort(orderOf(o)), truncated };
  };

  return {
    async list(o: ListRequest): Promise<{ entries: FileEntryView[]; total: number; truncated: boolean }> {
      const { shown, truncated } = (o.offset > 0 ? pages.get(o) : null) ?? pages.keep(o, await listing(o));
      return { entries: shown.slice(o.offset, o.offset + o.limit), total: shown.length, truncated };
    },
    async read(o: { workspaceId: string; path: string; offset: number; maxBytes: number }) {
      const { data, size, hash } = await on(o.workspaceId, o.path, (disk, signal) => disk.readFile(o.path, o, signal));
      if (size > fileLimitBytes) throw new AppError('file-over-limit', { path: o.path, limit: fileLimitBytes / 1024 ** 2 });
      return { base64: Buffer.from(data).toString('base64'), size, hash };
    },
    async upload(o: UploadRequest): Promise<{ received: number; written: boolean }> {
      checkNames(o.path);
      const data = Buffer.from(o.base64, 'base64');
      const whole = uploads.add({ ...o, key: `${o.workspaceId}:${o.path}`, data });
      if (whole !== null)
        await on(o.workspaceId, o.path, (disk, signal) => disk.writeFile(o.path, whole, o.replace ? {} : { expectHash: null }, signal));
      return { received: o.offset + data.length, written: whole !== null };
    },
    async makeFolder(workspaceId: string, path: string): Promise<void> {
      checkNames(path);
      await on(workspaceId, path, (disk, signal) => disk.makeFolder(path, signal));
    },
    /** Returns the id under which it rests. */
    async remove(workspaceId: string, path: string): Promise<string> {
      const trashId = newId('trash', deps.clock.now());
      await on(workspaceId, path, (disk, signal) => disk.move(path, `${trashFolder}/${trashId}/${lastName(path)}`, signal));
      return trashId;
    },
    async undoRemove(workspaceId: string, path: string, trashId: string): Promise<void> {
      if (!trashIdPattern.test(trashId)) throw new AppError('file-not-there', { path });
      await on(workspaceId, path, (disk, signal) => disk.move(`${trashFolder}/${trashId}/${lastName(path)}`, path, signal));
    },
    /** A file as it was before, if it still is what `afterHash` says; null: it goes into the trash. False when it is not. */
    async putBack(o: { workspaceId: string; path: string; afterHash: string; before: Uint8Array | null }): Promise<boolean> {
      const { workspaceId, path, afterHash, before } = o;
      try {
        return await on(workspaceId, path, async (disk, signal) => {
          if ((await disk.readFile(path, { maxBytes: 0 }, signal)).hash !== afterHash) return false;
          if (before !== null) await disk.writeFile(path, before, { expectHash: afterHash }, signal);
          else await disk.move(path, `${trashFolder}/${newId('trash', deps.clock.now())}/${lastName(path)}`, signal);
          return true;
        });
      } catch (error) {
        if (isAppError(error) && ['file-not-there', 'file-is-folder', 'file-not-folder', 'file-changed'].includes(error.code)) return false;
        throw error;
      }
    },
    /** Deletes for good what was put into the trash before `before`. The folder's own time says when: moving into it set it. */
    async emptyTrash(workspaceId: string, before: number): Promise<void> {
      const signal = AbortSignal.timeout(callMs);
      const disk = diskOf(workspaceId);
      const { entries } = await disk.list(trashFolder, signal).catch((error: unknown) => {
        if (error instanceof ToolboxError && error.code === 'not-found') return { entries: [] };
        throw error;
      });
      for (const { name, modifiedMs } of entries) if (modifiedMs < before) await disk.remove(`${trashFolder}/${name}`, signal);
    },
  };
};
export type WorkspaceFiles = ReturnType<typeof createWorkspaceFiles>;

const isHidden = (folder: string, name: string): boolean =>
  (folder.replace(/^\.?\/?/, '') === '' && name === trashFolder) || /^\.pynchy-.*\.tmp$/.test(name);
const lastName = (path: string): string => path.split('/').filter(Boolean).at(-1) ?? '';

const checkNames = (path: string): void => {
  const names = path.split('/');
  if (names.some((name) => name === '' || name === '.' || name === '..' || name.length > 200 || name.includes('\0')))
    throw new AppError('file-name-bad', { path: path.slice(0, 200) });
};

// One for all: making it costs more than a whole sort.
const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

// Folders stand first whatever the order is by.
const orderOf =
  ({ sort, descending }: Pick<ListRequest, 'sort' | 'descending'>) =>
  (a: FileEntryView, b: FileEntryView): number => {
    if ((a.kind === 'dir') !== (b.kind === 'dir')) return a.kind === 'dir' ? -1 : 1;
    const byName = names.compare(a.name, b.name);
    const by = sort === 'size' ? a.bytes - b.bytes : sort === 'modified' ? a.modifiedMs - b.modifiedMs : byName;
    return (descending ? -by : by) || byName;
  };

const fileError = (error: ToolboxError, path: string): AppError => {
  const shown = { path: path === '' ? '/' : path };
  switch (error.code) {
    case 'not-found':
      return new AppError('file-not-there', shown, { cause: error });
    case 'outside-workspace':
      return new AppError('file-outside', shown, { cause: error });
    case 'exists':
      return new AppError('file-exists', shown, { cause: error });
    case 'is-directory':
      return new AppError('file-is-folder', shown, { cause: error });
    case 'not-directory':
      return new AppError('file-not-folder', shown, { cause: error });
    case 'too-large':
      return new AppError('file-over-limit', { ...shown, limit: fileLimitBytes / 1024 ** 2 }, { cause: error });
    case 'not-permitted':
      return new AppError('file-refused', shown, { cause: error });
    case 'bad-request':
      return new AppError('file-name-bad', shown, { cause: error });
    case 'no-space':
      return new AppError('disk-full', {}, { cause: error });
    default:
      return new AppError('file-failed', { ...shown, why: error.code }, { cause: error });
  }
};
