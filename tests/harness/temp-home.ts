import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made = new Set<string>();
process.once('exit', () => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

/** A new, empty data folder. It is removed when this process ends. */
export const tempHome = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'pynchy-home-'));
  made.add(dir);
  return dir;
};
