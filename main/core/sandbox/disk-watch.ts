import { lstat, readdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';

export interface DiskWatchOptions {
  readonly folder: string;
  readonly quotaBytes: number;
  readonly everyMs: number;
  readonly isWorking: () => boolean;
  /** What lies there already is its owner's own and does not count. */
  readonly countsGrowth: boolean;
  /** The folder could not be looked at: gone, or changing under the count. It is tried again. */
  readonly failed: (error: unknown) => void;
}

/** Looked at again after so many looks, even if the disk seems to have grown no fuller. */
const looksBetweenCounts = 60;
const idleEvery = 5;
/** A folder that is too full when its sandbox starts may grow by so much, so that it can still be tidied. */
const slackBytes = 64 * 1024 ** 2;

/**
 * No storage driver limits a mounted folder: its size is watched, and `full` is called once when it is beyond its quota.
 * Counting a folder is dear, so it is counted only when the free space of its disk has shrunk by what was left.
 */
export const watchDisk = (options: DiskWatchOptions, full: (usedBytes: number) => void): { stop(): void } => {
  let isStopped = false;
  let limitBytes: number | null = null;
  let counted = { usedBytes: 0, freeBytes: 0 };
  let looks = 0;
  let idleLooks = 0;

  const count = async (): Promise<void> => {
    const freeBytes = await freeOf(options.folder);
    counted = { usedBytes: await sizeOf(options.folder), freeBytes };
    looks = 0;
    limitBytes ??= Math.max(options.quotaBytes, counted.usedBytes + (options.countsGrowth ? options.quotaBytes : slackBytes));
  };
  const look = async (): Promise<void> => {
    if (limitBytes === null) return count();
    // Something in the background may write too, but then nobody waits.
    if (!options.isWorking() && ++idleLooks % idleEvery !== 0) return;
    const grownAtMost = counted.freeBytes - (await freeOf(options.folder));
    if (counted.usedBytes + grownAtMost <= limitBytes && ++looks < looksBetweenCounts) return;
    await count();
    if (counted.usedBytes > limitBytes && !isStopped) {
      isStopped = true;
      full(counted.usedBytes);
    }
  };
  const again = (): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      void look().catch(options.failed).finally(again);
    }, options.everyMs).unref();
  };
  let timer: NodeJS.Timeout | undefined;
  again();
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
};

const freeOf = async (folder: string): Promise<number> => {
  const disk = await statfs(folder);
  return disk.bfree * disk.bsize;
};

/** Bytes that the files below a folder take on the disk; links are not followed, what cannot be read counts as nothing. */
export const sizeOf = async (folder: string): Promise<number> => {
  let bytes = 0;
  const todo = [folder];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const entries = await readdir(next, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) todo.push(path);
      else if (entry.isFile()) bytes += ((await lstat(path).catch(() => null))?.blocks ?? 0) * 512;
    }
  }
  return bytes;
};
