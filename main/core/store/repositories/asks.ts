import type { Ask } from '#contract/model/records.ts';
import type { Db } from '../open.ts';
import { askOf } from '../rows.ts';

export const createAsks = (db: Db) => ({
  /** By id or, while it is pending, by its six characters. */
  find: (idOrShort: string): Ask | null => {
    const row = db.get(
      "SELECT * FROM asks WHERE id = ? OR short_id = ? ORDER BY state = 'pending' DESC, created_at DESC LIMIT 1",
      idOrShort,
      idOrShort.toLowerCase(),
    );
    return row ? askOf(row) : null;
  },
  ofCall: (turnId: string, callId: string): Ask | null => {
    const row = db.get('SELECT * FROM asks WHERE turn_id = ? AND call_id = ?', turnId, callId);
    return row ? askOf(row) : null;
  },
  list: (o: { pendingOnly: boolean }): Ask[] =>
    db.all(`SELECT * FROM asks ${o.pendingOnly ? "WHERE state = 'pending'" : ''} ORDER BY created_at DESC LIMIT 200`).map(askOf),
  nextExpiry: (): number | null => {
    const at = db.get("SELECT min(expires_at) AS at FROM asks WHERE state = 'pending'")?.at;
    return at === null || at === undefined ? null : Number(at);
  },
});
export type Asks = ReturnType<typeof createAsks>;
