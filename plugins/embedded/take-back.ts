import { lchown, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A host that is root owns the workspace's folder again: inside, root has no right over what belongs to others, and another
 * kind of sandbox may have given the files to its plain user. Everybody else owns them anyway. Links are not followed.
 */
export const takeBack = async (path: string): Promise<void> => {
  if (process.getuid?.() !== 0) return;
  const now = await lstat(path);
  if (now.uid !== 0) await lchown(path, 0, 0);
  if (!now.isDirectory()) return;
  for (const name of await readdir(path)) await takeBack(join(path, name));
};
