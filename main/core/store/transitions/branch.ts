import { AppError } from '#contract/errors.ts';
import type { Db } from '../open.ts';
import { sessionMark, taintSession } from '../taint.ts';

/**
 * Opens a session that goes on from right before a message, as if that and everything after it had not been said. All of it
 * stays in the store. A running or waiting turn must have ended before. The taint of what came before goes along.
 */
export const branchSession = (db: Db, o: { messageId: string; newSessionId: string }, now: number): void =>
  db.tx(() => {
    const message = db.get("SELECT seq, chat_id, session_id, state FROM messages WHERE id = ? AND origin = 'human'", o.messageId);
    if (!message?.session_id) throw new AppError('edit-not-possible');
    const [seq, chatId, parent] = [Number(message.seq), String(message.chat_id), String(message.session_id)];
    const open = String(db.get('SELECT open_session_id AS id FROM chats WHERE id = ?', chatId)?.id);
    if (db.get("SELECT 1 FROM turns WHERE session_id = ? AND state IN ('running', 'waiting')", open)) throw new AppError('turn-running');
    // A message that waits is replaced by the new text; those after it wait for the new session.
    db.run(
      "UPDATE messages SET state = 'ignored', reason_code = 'edited', reason_params = '{}' WHERE id = ? AND state IN ('received', 'queued')",
      o.messageId,
    );
    db.run(
      "UPDATE turns SET state = 'cancelled', reason_code = 'edited', reason_params = '{}', ended = ? WHERE session_id = ? AND state = 'queued'",
      now,
      open,
    );
    const waiting = "chat_id = ? AND state IN ('received', 'queued') AND origin IN ('human', 'task') AND seq > ?";
    const firstWaiting = db.get(`SELECT min(seq) AS n FROM messages WHERE ${waiting}`, chatId, seq)?.n;
    const newest = Number(db.get('SELECT max(seq) AS n FROM messages WHERE chat_id = ?', chatId)?.n);
    db.run('UPDATE sessions SET closed_at = ? WHERE id = ?', now, open);
    db.run(
      'INSERT INTO sessions(id, chat_id, parent_session_id, opened_at, branch_from_seq, branch_to_seq) VALUES (?, ?, ?, ?, ?, ?)',
      o.newSessionId,
      chatId,
      parent,
      now,
      seq,
      firstWaiting === null || firstWaiting === undefined ? newest : Number(firstWaiting) - 1,
    );
    taintSession(db, o.newSessionId, sessionMark(db, parent));
    db.run(`UPDATE messages SET session_id = ? WHERE ${waiting}`, o.newSessionId, chatId, seq);
    db.run('UPDATE chats SET open_session_id = ? WHERE id = ?', o.newSessionId, chatId);
    db.event({ topic: 'session', entityId: o.newSessionId, chatId, payload: { branched: true } });
  });
