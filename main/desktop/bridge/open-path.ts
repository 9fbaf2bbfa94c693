import { existsSync, realpathSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import { shell } from 'electron';
import type { ShellAnswer } from '#contract/shell/capabilities.ts';
import { texts } from '../texts.ts';

export type PathOpener = (path: string) => Promise<ShellAnswer<null>>;

export interface OpenablePaths {
  /** These folders and what is in them. */
  readonly within: () => readonly string[];
  /** This folder, but nothing else in it: keys and the database lie there. */
  readonly exactly: string;
}

/**
 * Opens such folders in the file browser of the system and points at files there; a file itself is never opened, because the
 * system would run what belongs to its kind.
 */
export const createPathOpener =
  (allowed: OpenablePaths): PathOpener =>
  async (path) => {
    const found = lookUp(allowed, path);
    if (found === 'gone') return { ok: false, text: texts.openPath.gone };
    if (found === 'outside') return { ok: false, text: texts.openPath.outside };
    if (!found.isFolder) {
      shell.showItemInFolder(found.real);
      return { ok: true, value: null };
    }
    const fault = await shell.openPath(found.real);
    return fault === '' ? { ok: true, value: null } : { ok: false, text: fault };
  };

const lookUp = ({ within, exactly }: OpenablePaths, path: string): { real: string; isFolder: boolean } | 'outside' | 'gone' => {
  try {
    const real = realpathSync(path);
    const isInside =
      real === realpathSync(exactly) ||
      // One that was not needed yet is not there.
      within()
        .filter((root) => existsSync(root))
        .some((root) => `${real}${sep}`.startsWith(`${realpathSync(root)}${sep}`));
    return isInside ? { real, isFolder: statSync(real).isDirectory() } : 'outside';
  } catch {
    // Not there, or not readable: the same for whoever asked.
    return 'gone';
  }
};
