import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildToolbox } from '../../../build/toolbox.ts';

/** Builds both entries into a temporary folder from which just-bash can be found. */
export const builtToolbox = async (): Promise<{ dir: string; dispose: () => Promise<void> }> => {
  const dir = await mkdtemp(join(tmpdir(), 'pynchy-toolbox-'));
  await buildToolbox(dir);
  await symlink(fileURLToPath(new URL('../../../node_modules', import.meta.url)), join(dir, 'node_modules'));
  return { dir, dispose: () => rm(dir, { recursive: true, force: true }) };
};
