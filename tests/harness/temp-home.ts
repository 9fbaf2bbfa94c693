import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new, empty data folder. It is removed when this process ends. */
export const tempHome = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'pynchy-home-'));
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  return dir;
};
