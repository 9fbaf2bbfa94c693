import { lstatSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { createWorkspace } from '../../toolbox/files/workspace.ts';

/**
 * Where a path of the agent really leads, from the folder of its workspace and with `/` between names: its own normalisation, then
 * links. The end may be missing. Null when it leads out, or nobody can say.
 */
export const realPathIn = (folder: string, path: string): string | null => {
  try {
    const { root, relative: relativeOf } = createWorkspace(folder);
    const wanted = relativeOf(path);
    const missing: string[] = [];
    let here = join(root, wanted);
    while (here !== root && !isThere(here)) {
      missing.unshift(here.slice(dirname(here).length + 1));
      here = dirname(here);
    }
    // The system's own look-up: it knows how a name is really written where case does not matter.
    const found = relative(realpathSync.native(root), join(realpathSync.native(here), ...missing));
    return found === '..' || found.startsWith(`..${sep}`) ? null : found.split(sep).join('/');
  } catch {
    return null;
  }
};

// A link that leads nowhere is there, and the look-up of it fails.
const isThere = (path: string): boolean => {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
};
