import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const memory = '/dev/shm';
const prefix = 'pynchy-tests-';
const leastFreeBytes = 2 * 1024 ** 3;

const hasRoom = (): boolean => {
  if (!existsSync(memory)) return false;
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > leastFreeBytes;
};

/**
 * Temporary files of the tests live in memory where a system has room there: a test of what a host does does not wait for
 * a disk. Kills are the same to both (the page cache survives them); what a disk adds is measured by tests/bench.
 */
export const setup = (): (() => void) | undefined => {
  if (process.platform !== 'linux' || process.env.TMPDIR !== undefined || !hasRoom()) return undefined;
  // Of runs that were killed.
  for (const name of readdirSync(memory))
    if (name.startsWith(prefix) && !existsSync(`/proc/${name.slice(prefix.length)}`))
      rmSync(join(memory, name), { recursive: true, force: true });
  const dir = join(memory, `${prefix}${process.pid}`);
  // Some tests look at it as another user.
  mkdirSync(dir, { mode: 0o711 });
  process.env.TMPDIR = dir;
  return () => rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
};
