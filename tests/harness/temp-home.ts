import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made = new Set<string>();

/** Removes every folder that was made here. Runs after each test file (each-file.ts). */
export const removeTempFolders = (): void => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  made.clear();
};

/** A new, empty folder. It is removed after the test file. */
export const tempFolder = (name: string): string => {
  const dir = mkdtempSync(join(tmpdir(), `pynchy-${name}-`));
  made.add(dir);
  return dir;
};

/** A new, empty data folder. */
export const tempHome = (): string => tempFolder('home');
