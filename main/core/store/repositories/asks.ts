import type { Ask } from '#contract/model/records.ts';
import type { Db } from '../open.ts';
import { askOf } from '../rows.ts';

export const createAsks = (db: Db) => ({
  /** By id, else by its six characters: the one that waits, else the last that had them. */
  find: (idOrShort: string): Ask | null => {
    const short = idOrShort.toLowerCase();
    const row =
      db.get('SELECT * FROM asks WHERE id = ?', idOrShort) ??
      db.get("SELECT * FROM asks WHERE short_id = ? AND state = 'pending'", short) ??
      db.get('SELECT * FROM asks WHERE short_id = ? ORDER BY created_at DESC LIMIT 1', short);
    return row ? askOf(row) : null;
  },
  ofCall: (turnId: string, callId: string): Ask | null => {
    const row = db.get('SELECT * FROM asks WHERE turn_id = ? AND call_id = ?', turnId, callId);
    return row ? askOf(row) : null;
  },
  list: (o: { pendingOnly: boolean }): Ask[] =>
    db.all(`SELECT * FROM asks ${o.pendingOnly ? "WHERE state = 'pending'" : ''} ORDER BY created_at DESC LIMIT 200`).map(askOf),
  /** Told on a network and over since then, where what became of it was not said yet. */
  endsToTell: (since: number): { ask: Ask; chatId: string }[] =>
    db
      .all(
        `SELECT a.*, d.chat_id FROM asks a JOIN deliveries d ON d.source_kind = 'ask' AND d.source_id = a.id AND d.part = 1
         WHERE a.state <> 'pending' AND a.created_at >= ? AND NOT EXISTS (SELECT 1 FROM deliveries n WHERE n.source_kind = 'notice' AND n.source_id = 'ask-over:' || a.id)`,
        since,
      )
      .map((row) => ({ ask: askOf(row), chatId: String(row.chat_id) })),
  nextExpiry: (): number | null => {
    const at = db.get("SELECT min(expires_at) AS at FROM asks WHERE state = 'pending'")?.at;
    return at === null || at === undefined ? null : Number(at);
  },
});
export type Asks = ReturnType<typeof createAsks>;
