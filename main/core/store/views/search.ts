import type { Db } from '../open.ts';
import { ftsQuery } from '../repositories/memories.ts';

/** Full-text search over all chats, newest first. Hits are marked with U+2068 … U+2069 in the snippet. */
export const searchMessages = (db: Pick<Db, 'all'>, o: { query: string; before: number | null; limit: number }) => {
  const match = ftsQuery(o.query, ' AND ');
  if (match === '') return { hits: [], olderBefore: null };
  const rows = db.all(
    `SELECT m.seq, m.chat_id, c.name AS chat, m.sent_at, snippet(message_fts, 0, char(0x2068), char(0x2069), '…', 16) AS snippet
     FROM message_fts f JOIN messages m ON m.seq = f.rowid JOIN chats c ON c.id = m.chat_id
     WHERE message_fts MATCH ? AND f.rowid < ? AND m.audience <> 'model' ORDER BY f.rowid DESC LIMIT ?`,
    match,
    o.before ?? Number.MAX_SAFE_INTEGER,
    o.limit,
  );
  const hits = rows.map((r) => ({
    seq: Number(r.seq),
    chatId: String(r.chat_id),
    chat: String(r.chat),
    snippet: String(r.snippet),
    sentAt: Number(r.sent_at),
  }));
  return { hits, olderBefore: hits.length === o.limit ? (hits.at(-1)?.seq ?? null) : null };
};
