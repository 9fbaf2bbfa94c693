import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What an image is built from. */
export interface Recipe {
  readonly dir: string;
  readonly files: readonly string[];
  /** Of the names and contents of all its files. */
  readonly hash: string;
}

/** null when there is no Dockerfile. */
export const readRecipe = async (dir: string | null): Promise<Recipe | null> => {
  if (dir === null) return null;
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  const files = entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort();
  if (!files.includes('Dockerfile')) return null;
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(await readFile(join(dir, file)))
      .update('\0');
  return { dir, files, hash: hash.digest('hex').slice(0, 16) };
};
