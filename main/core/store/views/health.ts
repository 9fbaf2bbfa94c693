import { type Reason, reason } from '#contract/model/reason.ts';
import type { Db, Row } from '../open.ts';
import { reasonOf } from '../rows.ts';

const builtIn = "('desktop', 'cli', 'scheduler')";

/** What the tables know of how things stand: the newest call of each account, the links, the size of the file. */
export const createHealthViews = (db: Db) => {
  // Rows are never deleted, so rowid is the order in which calls were made; a clock may be set.
  const newest = (accountId: string, state: 'done' | 'failed'): Row | undefined =>
    db.get(
      "SELECT rowid, model, reason_code, reason_params, coalesce(ended, started) AS at FROM steps WHERE kind = 'model' AND account_id = ? AND state = ? ORDER BY rowid DESC LIMIT 1",
      accountId,
      state,
    );
  return {
    lastDone: (accountId: string): { at: number; order: number; model: string } | null => {
      const row = newest(accountId, 'done');
      return row ? { at: Number(row.at), order: Number(row.rowid), model: String(row.model ?? '') } : null;
    },
    lastFailed: (accountId: string): { at: number; order: number; reason: Reason } | null => {
      const row = newest(accountId, 'failed');
      return row ? { at: Number(row.at), order: Number(row.rowid), reason: reasonOf(row) ?? reason('internal') } : null;
    },
    /** When a turn that waits for a model of this account's workspaces goes on. */
    nextTry: (accountId: string): number | null => {
      const at = db.get(
        "SELECT min(t.next_at) AS at FROM turns t JOIN workspace_accounts wa ON wa.workspace_id = t.workspace_id WHERE t.state = 'waiting' AND t.wait_kind = 'quota' AND wa.account_id = ?",
        accountId,
      )?.at;
      return at === null || at === undefined ? null : Number(at);
    },
    links: () =>
      db.all(`SELECT * FROM connections WHERE channel NOT IN ${builtIn} AND removed_at IS NULL ORDER BY name`).map((row) => ({
        id: String(row.id),
        channel: String(row.channel),
        name: String(row.name),
        state: String(row.state),
        reason: reasonOf(row),
      })),
    databaseBytes: (): number => Number(db.get('PRAGMA page_count')?.page_count ?? 0) * Number(db.get('PRAGMA page_size')?.page_size ?? 0),
    sqlite: (): string => String(db.get('SELECT sqlite_version() AS v')?.v),
  };
};

/** What SQLite finds wrong when it reads the whole file. Long: meant for a reader. */
export const quickCheck = (db: Pick<Db, 'all'>): string[] =>
  db
    .all('PRAGMA quick_check(20)')
    .map((row) => String(row.quick_check))
    .filter((line) => line !== 'ok');
