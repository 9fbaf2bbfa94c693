import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made = new Set<string>();
const removeAll = (): void => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  made.clear();
};
// A test worker is ended without the event of an ordinary process.
if (process.env.VITEST) (await import('vitest')).afterAll(removeAll);
else process.once('exit', removeAll);

/** A new, empty folder. It is removed after the test file, or when this process ends. */
export const tempFolder = (name: string): string => {
  const dir = mkdtempSync(join(tmpdir(), `pynchy-${name}-`));
  made.add(dir);
  return dir;
};

/** A new, empty data folder. */
export const tempHome = (): string => tempFolder('home');
