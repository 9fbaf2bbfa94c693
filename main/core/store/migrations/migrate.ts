import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { AppError } from '#contract/errors.ts';
import { initial } from './0001-initial.ts';
import { indexes } from './0002-indexes.ts';
import { searchPrefixes } from './0003-search-prefixes.ts';
import { taskTaint } from './0004-task-taint.ts';
import { reservedInput } from './0005-reserved-input.ts';
import { outputBlobs } from './0006-output-blobs.ts';
import { branchesAndCosts } from './0007-branches-and-costs.ts';
import { chatsKept } from './0008-chats.ts';
import { workspaceShelf } from './0009-workspace-shelf.ts';
import { activityIndexes } from './0011-activity.ts';
import { networks } from './0012-networks.ts';
import { links } from './0013-links.ts';
import { peopleAndGroups } from './0014-people-and-groups.ts';
import { ownFolders } from './0015-own-folders.ts';
import { signsOfLife } from './0016-signs-of-life.ts';
import { missingFiles } from './0017-missing-files.ts';
import { deleting } from './0018-deleting.ts';
import { rules } from './0019-rules.ts';
import { workspaceSecrets } from './0020-workspace-secrets.ts';
import { secretEntries } from './0021-secret-entries.ts';
import { toldOnce } from './0022-told-once.ts';

/** In order; a migration that shipped is never changed (its checksum is kept and compared). */
export const migrations: readonly { version: number; sql: string }[] = [
  initial,
  indexes,
  searchPrefixes,
  taskTaint,
  reservedInput,
  outputBlobs,
  branchesAndCosts,
  chatsKept,
  workspaceShelf,
  activityIndexes,
  networks,
  links,
  peopleAndGroups,
  ownFolders,
  signsOfLife,
  missingFiles,
  deleting,
  rules,
  workspaceSecrets,
  secretEntries,
  toldOnce,
];

/** Brings the schema up to date in one transaction each. Throws `database-newer` when a newer app wrote this file. */
export const migrate = (db: DatabaseSync, now: number, steps = migrations): void => {
  db.exec('CREATE TABLE IF NOT EXISTS migrations(version INTEGER PRIMARY KEY, at INTEGER NOT NULL, checksum TEXT NOT NULL) STRICT');
  const done = db.prepare('SELECT version, checksum FROM migrations ORDER BY version').all() as { version: number; checksum: string }[];
  const newest = steps.at(-1)?.version ?? 0;
  const found = done.at(-1)?.version ?? 0;
  if (found > newest) throw new AppError('database-newer', { found, known: newest });
  for (const { version, sql } of steps) {
    const checksum = createHash('sha256').update(sql).digest('hex');
    const before = done.find((d) => d.version === version);
    if (before) {
      if (before.checksum !== checksum) throw new AppError('database-newer', { found: version, known: newest });
      continue;
    }
    db.exec('BEGIN IMMEDIATE');
    try {
      db.exec(sql);
      db.prepare('INSERT INTO migrations(version, at, checksum) VALUES (?, ?, ?)').run(version, now, checksum);
      db.exec('COMMIT');
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  }
};
