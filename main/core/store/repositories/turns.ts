import type { Step, Turn } from '#contract/model/records.ts';
import { picturesOf } from '../blob-refs.ts';
import type { Db } from '../open.ts';
import { stepOf, turnOf } from '../rows.ts';

export const createTurns = (db: Db) => ({
  byId: (id: string): Turn | null => {
    const row = db.get('SELECT * FROM turns WHERE id = ?', id);
    return row ? turnOf(row) : null;
  },
  /** In the order in which they entered the session; rows are never deleted, so rowid is that order and no clock is. */
  ofSession: (sessionId: string): Turn[] =>
    db.all('SELECT * FROM turns WHERE session_id = ? ORDER BY after_seq, rowid', sessionId).map(turnOf),
  /** The one that runs or waits, if any. */
  activeOf: (sessionId: string): Turn | null => {
    const row = db.get("SELECT * FROM turns WHERE session_id = ? AND state IN ('running', 'waiting')", sessionId);
    return row ? turnOf(row) : null;
  },
  inState: (...states: Turn['state'][]): Turn[] =>
    db.all(`SELECT * FROM turns WHERE state IN (${states.map((s) => `'${s}'`).join(',')}) ORDER BY rowid`).map(turnOf),
  /** Ready to go on: put back by an answer, a retry or a restart. */
  queuedOf: (chatId: string): Turn | null => {
    const row = db.get("SELECT * FROM turns WHERE chat_id = ? AND state = 'queued' ORDER BY rowid LIMIT 1", chatId);
    return row ? turnOf(row) : null;
  },
  steps: (turnId: string): Step[] =>
    db.all(`SELECT s.*, ${picturesOf('s.id')} FROM steps s WHERE s.turn_id = ? ORDER BY s.ord, s.attempt`, turnId).map(stepOf),
  step: (id: string): Step | null => {
    const row = db.get('SELECT * FROM steps WHERE id = ?', id);
    return row ? stepOf(row) : null;
  },
  nextOrd: (turnId: string): number => Number(db.get('SELECT coalesce(max(ord), 0) + 1 AS n FROM steps WHERE turn_id = ?', turnId)?.n),
  /** That wait for a model in a workspace which uses this account. */
  waitingFor: (accountId: string): string[] =>
    db
      .all(
        "SELECT t.id FROM turns t JOIN workspace_accounts wa ON wa.workspace_id = t.workspace_id WHERE t.state = 'waiting' AND t.wait_kind = 'quota' AND wa.account_id = ? ORDER BY t.rowid",
        accountId,
      )
      .map((row) => String(row.id)),
  /** Whose end somebody wants to be told, and was not told yet. */
  awaited: (): Pick<Turn, 'id' | 'chatId' | 'state'>[] => db.all('SELECT * FROM turns WHERE awaited = 1 ORDER BY rowid').map(turnOf),
  /** Only a turn that has not ended is awaited. False when nothing changed: of several who take it back, one alone was first. */
  setAwaited: (id: string, isAwaited: boolean): boolean =>
    db.tx(() => {
      const changed = db.run(
        "UPDATE turns SET awaited = ? WHERE id = ? AND awaited <> ? AND (? = 0 OR state NOT IN ('done', 'failed', 'cancelled'))",
        ...[isAwaited ? 1 : 0, id, isAwaited ? 1 : 0, isAwaited ? 1 : 0],
      );
      if (changed) db.event({ topic: 'turn', entityId: id, chatId: String(db.get('SELECT chat_id FROM turns WHERE id = ?', id)?.chat_id) });
      return changed === 1;
    }),
  toolRuns: (sessionId: string, lastTurns: number): number =>
    Number(
      db.get(
        "SELECT count(*) AS n FROM steps WHERE kind = 'tool' AND turn_id IN (SELECT id FROM turns WHERE session_id = ? ORDER BY after_seq DESC LIMIT ?)",
        sessionId,
        lastTurns,
      )?.n,
    ),
});
export type Turns = ReturnType<typeof createTurns>;
