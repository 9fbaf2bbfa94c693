import type { Stats } from 'node:fs';
import { lstat, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type DirEntry, ToolboxError } from '../../contract/toolbox/toolbox.ts';
import { errnoOf } from './fault.ts';
import type { Workspace } from './workspace.ts';

const maxEntries = 5_000;
const atOnce = 256;

/** The entries of one folder by name; links are shown, not followed. */
export const listDir = async (
  workspace: Workspace,
  path: string,
  signal: AbortSignal,
): Promise<{ entries: DirEntry[]; truncated: boolean }> => {
  const pinned = await workspace.pin(await workspace.real(path));
  try {
    const names = (await readdir(pinned.dir)).sort();
    const entries: DirEntry[] = [];
    for (let from = 0; from < Math.min(names.length, maxEntries); from += atOnce) {
      signal.throwIfAborted();
      const some = names.slice(from, Math.min(from + atOnce, maxEntries));
      const looks = await Promise.all(some.map(async (name) => ({ name, found: await lstatIfThere(join(pinned.dir, name)) })));
      for (const { name, found } of looks)
        if (found !== null) entries.push({ name, kind: kindOf(found), bytes: found.size, modifiedMs: Math.trunc(found.mtimeMs) });
    }
    return { entries, truncated: names.length > maxEntries };
  } finally {
    await pinned.close();
  }
};

/** Removes a file, a link (not what it points to) or a folder with all in it. The workspace itself stays. */
export const remove = async (workspace: Workspace, path: string): Promise<void> => {
  const wanted = workspace.relative(path);
  if (wanted === '') throw new ToolboxError('not-permitted', 'the workspace itself cannot be removed');
  const pinned = await workspace.pin(await workspace.real(dirname(wanted)));
  try {
    await rm(join(pinned.dir, basename(wanted)), { recursive: true });
  } finally {
    await pinned.close();
  }
};

/** null when it went away since it was listed. */
export const lstatIfThere = async (path: string): Promise<Stats | null> => {
  try {
    return await lstat(path);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
};

const kindOf = (found: Stats): DirEntry['kind'] => {
  if (found.isFile()) return 'file';
  if (found.isDirectory()) return 'dir';
  return found.isSymbolicLink() ? 'link' : 'other';
};
