import { AppError } from '#contract/errors.ts';
import type { Db } from '../open.ts';
import { sessionMark, taintSession } from '../taint.ts';

/** How long a reset can be undone. */
export const undoResetMs = 10 * 60_000;

/** Closes the chat's session and opens the next. A running or waiting turn must have ended before. A handoff takes the taint along. */
export const resetSession = (db: Db, o: { chatId: string; newSessionId: string; handoff: string | null }, now: number): void =>
  db.tx(() => {
    const old = String(db.get('SELECT open_session_id AS id FROM chats WHERE id = ?', o.chatId)?.id);
    if (db.get("SELECT 1 FROM turns WHERE session_id = ? AND state IN ('running', 'waiting')", old)) throw new AppError('turn-running');
    db.run('UPDATE sessions SET closed_at = ? WHERE id = ?', now, old);
    db.run(
      'INSERT INTO sessions(id, chat_id, parent_session_id, opened_at, handoff) VALUES (?, ?, ?, ?, ?)',
      o.newSessionId,
      o.chatId,
      old,
      now,
      o.handoff,
    );
    if (o.handoff !== null) taintSession(db, o.newSessionId, sessionMark(db, old));
    db.run('UPDATE chats SET open_session_id = ? WHERE id = ?', o.newSessionId, o.chatId);
    // What waits was said to the new session.
    db.run(
      "UPDATE messages SET session_id = ? WHERE chat_id = ? AND session_id = ? AND state IN ('received', 'queued')",
      o.newSessionId,
      o.chatId,
      old,
    );
    db.run("UPDATE turns SET session_id = ? WHERE session_id = ? AND state = 'queued'", o.newSessionId, old);
    db.event({ topic: 'session', entityId: o.newSessionId, chatId: o.chatId, payload: { reset: true } });
  });

/** Until when the last reset of a chat can be undone; null when it cannot. */
export const undoableUntil = (db: Db, chatId: string, now: number): number | null => {
  const row = db.get(
    'SELECT s.opened_at, s.parent_session_id FROM chats c JOIN sessions s ON s.id = c.open_session_id WHERE c.id = ? AND s.branch_from_seq IS NULL',
    chatId,
  );
  if (!row?.parent_session_id) return null;
  const until = Number(row.opened_at) + undoResetMs;
  return until > now ? until : null;
};

/** Opens the session before again, with what was said since the reset added to it. Returns its id. */
export const undoReset = (db: Db, chatId: string, now: number): string =>
  db.tx(() => {
    const current = db.get('SELECT s.* FROM chats c JOIN sessions s ON s.id = c.open_session_id WHERE c.id = ?', chatId);
    // A branch is another version, not a reset.
    if (!current?.parent_session_id || current.branch_from_seq !== null) throw new AppError('nothing-to-undo');
    if (undoableUntil(db, chatId, now) === null) throw new AppError('undo-expired');
    const [from, back] = [String(current.id), String(current.parent_session_id)];
    if (db.get("SELECT 1 FROM turns WHERE session_id = ? AND state IN ('running', 'waiting')", from)) throw new AppError('turn-running');
    db.run('UPDATE sessions SET closed_at = ? WHERE id = ?', now, from);
    db.run('UPDATE sessions SET closed_at = NULL WHERE id = ?', back);
    db.run('UPDATE turns SET session_id = ? WHERE session_id = ?', back, from);
    db.run('UPDATE messages SET session_id = ? WHERE chat_id = ? AND session_id = ?', back, chatId, from);
    // Taint only grows, also by what was said in between.
    taintSession(db, back, sessionMark(db, from));
    db.run('UPDATE chats SET open_session_id = ? WHERE id = ?', back, chatId);
    db.event({ topic: 'session', entityId: back, chatId, payload: { undone: true } });
    return back;
  });
