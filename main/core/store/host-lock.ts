import { DatabaseSync } from 'node:sqlite';
import { AppError } from '#contract/errors.ts';

/**
 * Held for the life of the host, taken before the database is opened. The kernel drops it when the process dies.
 * Throws `host-running` when another host has it.
 */
export const takeHostLock = (file: string): { release(): void } => {
  const db = new DatabaseSync(file, { timeout: 0 });
  try {
    db.exec('PRAGMA journal_mode = DELETE; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
  } catch (error) {
    db.close();
    const primary = ((error as { errcode?: number }).errcode ?? 0) & 0xff;
    if (primary === 5 || primary === 6) throw new AppError('host-running', {}, { cause: error });
    if (primary === 8 || primary === 14 || primary === 10) throw new AppError('home-not-writable', {}, { cause: error });
    throw error;
  }
  return {
    release() {
      db.exec('ROLLBACK');
      db.close();
    },
  };
};
