import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf } from '../files/fault.ts';
import type { Workspace } from '../files/workspace.ts';

/** Entered only when the pattern names them: nobody who searches means the insides of these. */
const skippedFolders: readonly string[] = ['.git', 'node_modules'];
const maxVisited = 200_000;

/** A file of the workspace. Links are neither followed nor reported. */
export interface Found {
  /** Relative to the workspace, with forward slashes. */
  readonly path: string;
}

/** Every file below the root, folder by folder; `done.truncated` becomes true when the tree is too large to visit whole. */
export async function* walk(
  workspace: Workspace,
  enter: (folder: string) => boolean,
  done: { truncated: boolean },
  signal: AbortSignal,
): AsyncGenerator<Found> {
  const folders = [''];
  let visited = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    signal.throwIfAborted();
    for (const entry of await entriesOf(workspace, folder)) {
      if (++visited > maxVisited) {
        done.truncated = true;
        return;
      }
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && (!skippedFolders.includes(entry.name) || enter(entry.name))) folders.push(path);
      if (entry.isFile()) yield { path };
    }
  }
}

const entriesOf = async (workspace: Workspace, folder: string) => {
  try {
    const pinned = await workspace.pin(join(workspace.root, folder));
    try {
      return await readdir(pinned.dir, { withFileTypes: true });
    } finally {
      await pinned.close();
    }
  } catch (error) {
    // Removed or closed to us while we walk: the rest of the tree is still worth searching.
    if (['ENOENT', 'EACCES', 'EPERM', 'ENOTDIR', 'ELOOP'].includes(errnoOf(error))) return [];
    throw error;
  }
};
