import { mkdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ToolboxError } from '../../contract/toolbox/toolbox.ts';
import { lstatIfThere } from './list-dir.ts';
import type { Workspace } from './workspace.ts';

/** Moves a file, a link (not what it points to) or a folder. Missing folders of the target are made; nothing is overwritten. */
export const move = async (workspace: Workspace, from: string, to: string): Promise<void> => {
  const wanted = workspace.relative(from);
  if (wanted === '') throw new ToolboxError('not-permitted', 'the workspace itself cannot be moved');
  const source = await workspace.pin(await workspace.real(dirname(wanted)));
  try {
    const { pinned, name } = await workspace.target(to);
    try {
      const target = join(pinned.dir, name);
      if ((await lstatIfThere(target)) !== null) throw new ToolboxError('exists', `exists: ${to}`);
      await rename(join(source.dir, basename(wanted)), target);
    } finally {
      await pinned.close();
    }
  } finally {
    await source.close();
  }
};

/** Makes a folder, with those above it. */
export const makeFolder = async (workspace: Workspace, path: string): Promise<void> => {
  const { pinned, name } = await workspace.target(path);
  try {
    await mkdir(join(pinned.dir, name));
  } finally {
    await pinned.close();
  }
};
