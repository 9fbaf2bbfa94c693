import { mkdirSync, readFileSync, statfsSync } from 'node:fs';
import { z } from 'zod';
import { AppError, isAppError } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { Paths } from '../base/paths.ts';
import { takeHostLock } from '../store/host-lock.ts';
import { type Db, keepAside, openDb } from '../store/open.ts';

/** What a running host writes for its clients, 0600. */
export const HostFile = z.object({ pid: z.number(), url: z.string(), token: z.string(), bootId: z.string() });
export type HostFile = z.infer<typeof HostFile>;

export const readHostFile = (file: string): HostFile | null => {
  try {
    return HostFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Not there or half of another time: there is no host to talk to.
    return null;
  }
};

/** The folder, then the lock, then the database: nothing is read before nobody else can write. */
export const openHome = (paths: Paths, now: () => number): { db: Db; release: () => void; notices: Reason[] } => {
  makeHome(paths);
  const lock = lockOrSayWho(paths);
  try {
    const { db, notices } = openDatabase(paths, now);
    return { db, release: () => lock.release(), notices };
  } catch (error) {
    lock.release();
    throw error;
  }
};

const makeHome = (paths: Paths): void => {
  try {
    for (const dir of [paths.home, paths.workspaces, paths.plugins]) mkdirSync(dir, { recursive: true, mode: 0o700 });
    statfsSync(paths.home);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new AppError(code === 'ENOSPC' ? 'disk-full' : 'home-not-writable', { home: paths.home }, { cause: error });
  }
};

const lockOrSayWho = (paths: Paths): { release(): void } => {
  try {
    return takeHostLock(paths.lock);
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === 'home-not-writable') throw new AppError('home-not-writable', { home: paths.home }, { cause: error });
    const other = readHostFile(paths.hostFile);
    throw new AppError('host-running', { pid: other?.pid ?? 0, url: other?.url ?? '' }, { cause: error });
  }
};

// A damaged database is kept as it is; the host goes on with a new one and says so.
const openDatabase = (paths: Paths, now: () => number): { db: Db; notices: Reason[] } => {
  try {
    return { db: openDb(paths.database, now), notices: [] };
  } catch (error) {
    if (isAppError(error) && error.code === 'home-not-writable')
      throw new AppError('home-not-writable', { home: paths.home }, { cause: error });
    if (!isAppError(error) || error.code !== 'database-corrupt') throw error;
    const kept = keepAside(paths.database, now());
    return { db: openDb(paths.database, now), notices: [reason('database-corrupt', { kept })] };
  }
};
