import { contextCodes } from '#contract/model/aside.ts';
import type { Db } from '../open.ts';
import { taintSession } from '../taint.ts';

/** Of what was said aside, at most so many messages enter a turn. */
const mostTold = 100;
const codes = contextCodes.map((code) => `'${code}'`).join(', ');

/**
 * What others said in this session since a turn last heard of it becomes context of this one, the newest of it; how many were
 * too many is noted. In the caller's transaction.
 */
export const linkAside = (db: Db, o: { turnId: string; sessionId: string; upTo: number; atOrd: number }): void => {
  const rows = db.all(
    `SELECT m.seq, EXISTS (SELECT 1 FROM turn_messages tm WHERE tm.message_seq = m.seq) AS known FROM messages m WHERE m.session_id = ? AND m.seq <= ?
     AND m.state = 'ignored' AND m.origin = 'human' AND m.deleted_at IS NULL AND m.reason_code IN (${codes}) ORDER BY m.seq DESC LIMIT ?`,
    o.sessionId,
    o.upTo,
    mostTold + 1,
  );
  const firstKnown = rows.findIndex((row) => row.known === 1);
  const unheard = firstKnown === -1 ? rows : rows.slice(0, firstKnown);
  const told = unheard.slice(0, mostTold).reverse();
  for (const row of told) {
    db.run('INSERT INTO turn_messages(turn_id, message_seq, at_ord) VALUES (?, ?, ?)', o.turnId, Number(row.seq), o.atOrd);
    taintByAuthor(db, o.turnId, Number(row.seq));
  }
  if (unheard.length > mostTold) noteLeftOut(db, o, Number(told[0]?.seq));
};

const noteLeftOut = (db: Db, o: { turnId: string; sessionId: string }, before: number): void => {
  const from = db.get(
    `SELECT max(m.seq) AS seq FROM messages m WHERE m.session_id = ? AND m.seq < ? AND m.state = 'ignored' AND EXISTS (SELECT 1 FROM turn_messages tm WHERE tm.message_seq = m.seq)`,
    o.sessionId,
    before,
  );
  const left = db.get(
    `SELECT count(*) AS n FROM messages m WHERE m.session_id = ? AND m.seq < ? AND m.seq > ? AND m.state = 'ignored' AND m.origin = 'human' AND m.reason_code IN (${codes})`,
    o.sessionId,
    before,
    Number(from?.seq ?? 0),
  );
  db.run('UPDATE turns SET left_out = left_out + ? WHERE id = ?', Number(left?.n), o.turnId);
};

/** The session has met outside text when a message in it, or a note of one, is not the owner's. In the caller's transaction. */
export const taintByAuthor = (db: Db, turnId: string, seq: number): void => {
  const row = db.get(
    `SELECT t.session_id, c.name AS chat FROM messages m JOIN chats c ON c.id = m.chat_id JOIN turns t ON t.id = ?
     WHERE m.seq = ? AND m.role_at_accept IS NOT NULL AND m.role_at_accept <> 'owner'`,
    turnId,
    seq,
  );
  if (row) taintSession(db, String(row.session_id), { untrusted: true, secret: false, cause: `what others said in ${String(row.chat)}` });
};
