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
