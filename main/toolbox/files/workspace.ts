import { constants, realpathSync } from 'node:fs';
import { type FileHandle, mkdir, open, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, normalize, sep } from 'node:path';
import { workspaceBase } from '../../contract/toolbox/protocol.ts';
import { ToolboxError } from '../../contract/toolbox/toolbox.ts';
import { errnoOf } from './fault.ts';

const noFollow = constants.O_NOFOLLOW ?? 0;

/** A folder inside the workspace that was opened and verified; on Linux `dir` goes through its descriptor, so a swapped link cannot redirect it. */
export interface PinnedDir {
  readonly dir: string;
  close(): Promise<void>;
}

/** Translates the agent's paths and keeps every access below the root (README I1). */
export interface Workspace {
  readonly root: string;
  /** The agent's path as a path relative to the root, '' for the root itself. Does not touch the disk. */
  relative(path: string): string;
  /** What the path really is after links. Rejects `outside-workspace` when it left the root, ENOENT when there is nothing. */
  real(path: string): Promise<string>;
  pin(realDir: string): Promise<PinnedDir>;
  /** Opens an existing file or folder for reading; never waits for a pipe's other end. */
  open(path: string): Promise<FileHandle>;
  /** The verified parent folder and the last name of a path to be written, with missing folders made. */
  target(path: string): Promise<{ pinned: PinnedDir; name: string }>;
}

/** `root` must exist. */
export const createWorkspace = (root: string): Workspace => {
  const realRoot = realpathSync(root);
  const isInside = (real: string): boolean => real === realRoot || real.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep);

  const relativeOf = (path: string): string => {
    if (path.includes('\0')) throw new ToolboxError('bad-request', 'a path holds no NUL');
    const cleaned = normalize(stripBase(path, realRoot));
    if (cleaned === '.' || cleaned === `.${sep}`) return '';
    if (isAbsolute(cleaned) || cleaned === '..' || cleaned.startsWith(`..${sep}`)) throw outsideError(path);
    return cleaned.endsWith(sep) ? cleaned.slice(0, -1) : cleaned;
  };

  const realOf = async (path: string): Promise<string> => {
    const real = await realpath(join(realRoot, relativeOf(path)));
    if (!isInside(real)) throw outsideError(path);
    return real;
  };

  const pin = async (realDir: string): Promise<PinnedDir> => {
    if (process.platform !== 'linux') {
      if ((await realpath(realDir)) !== realDir || !isInside(realDir)) throw outsideError(realDir);
      return { dir: realDir, close: async () => {} };
    }
    const handle = await open(realDir, constants.O_RDONLY | constants.O_DIRECTORY | noFollow);
    try {
      const through = `/proc/self/fd/${handle.fd}`;
      if (!isInside(await readlink(through))) throw outsideError(realDir);
      return { dir: through, close: () => handle.close() };
    } catch (error) {
      await handle.close();
      throw error;
    }
  };

  const openFile = async (path: string): Promise<FileHandle> => {
    const real = await realOf(path);
    const pinned = await pin(real === realRoot ? real : dirname(real));
    try {
      const handle = await open(
        real === realRoot ? pinned.dir : join(pinned.dir, basename(real)),
        constants.O_RDONLY | noFollowUnless(real === realRoot) | (constants.O_NONBLOCK ?? 0),
      );
      if (process.platform !== 'linux') await sameFile(handle, real, path);
      return handle;
    } finally {
      await pinned.close();
    }
  };

  const target = async (path: string): Promise<{ pinned: PinnedDir; name: string }> => {
    const wanted = relativeOf(path);
    if (wanted === '') throw new ToolboxError('is-directory', `is-directory: ${path}`);
    const real = await realIfThere(join(realRoot, wanted));
    if (real !== null && !isInside(real)) throw outsideError(path);
    const at = real ?? join(await makeFolders(wanted, path), basename(wanted));
    return { pinned: await pin(dirname(at)), name: basename(at) };
  };

  const makeFolders = async (wanted: string, path: string): Promise<string> => {
    let here = realRoot;
    for (const part of wanted.split(sep).slice(0, -1)) {
      const pinned = await pin(here);
      try {
        await mkdir(join(pinned.dir, part)).catch((error: unknown) => {
          if (errnoOf(error) !== 'EEXIST') throw error;
        });
      } finally {
        await pinned.close();
      }
      here = await realpath(join(here, part));
      if (!isInside(here)) throw outsideError(path);
    }
    return here;
  };

  return { root: realRoot, relative: relativeOf, real: realOf, pin, open: openFile, target };
};

const outsideError = (path: string): ToolboxError => new ToolboxError('outside-workspace', `outside-workspace: ${path}`);

const noFollowUnless = (isRoot: boolean): number => (isRoot ? 0 : noFollow);

/** /workspace/x and <root>/x are both x; the second is what a shell prints where the folder is not mounted at /workspace. */
const stripBase = (path: string, root: string): string => {
  for (const base of [workspaceBase, root]) {
    if (path === base) return '.';
    if (path.startsWith(`${base}/`)) return `.${path.slice(base.length)}`;
  }
  return path;
};

const realIfThere = async (path: string): Promise<string | null> => {
  try {
    return await realpath(path);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
};

const sameFile = async (handle: FileHandle, real: string, path: string): Promise<void> => {
  const [opened, named] = await Promise.all([handle.stat(), stat(await realpath(real))]);
  if (opened.ino === named.ino && opened.dev === named.dev) return;
  await handle.close();
  throw outsideError(path);
};
