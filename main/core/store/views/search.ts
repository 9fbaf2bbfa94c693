import type { Origin } from '#contract/model/states.ts';
import type { Db } from '../open.ts';
import { ftsQuery } from '../repositories/memories.ts';

/** Full-text search over all chats, newest first. Hits are marked with U+2068 … U+2069 in the snippet. */
export const searchMessages = (db: Pick<Db, 'all'>, o: { query: string; chatId?: string | null; before: number | null; limit: number }) => {
  const match = ftsQuery(o.query, ' AND ');
  if (match === '') return { hits: [], olderBefore: null };
  const rows = db.all(
    `SELECT m.seq, m.chat_id, c.name AS chat, c.workspace_id, w.name AS workspace, m.origin, p.name AS author, m.sent_at, snippet(message_fts, 0, char(0x2068), char(0x2069), '…', 16) AS snippet
     FROM message_fts f JOIN messages m ON m.seq = f.rowid JOIN chats c ON c.id = m.chat_id
     LEFT JOIN workspaces w ON w.id = c.workspace_id LEFT JOIN persons p ON p.id = m.person_id
     WHERE message_fts MATCH ?1 AND f.rowid < ?2 AND m.audience <> 'model' AND c.removed_at IS NULL AND w.archived_at IS NULL AND (?3 IS NULL OR m.chat_id = ?3)
     ORDER BY f.rowid DESC LIMIT ?4`,
    match,
    o.before ?? Number.MAX_SAFE_INTEGER,
    o.chatId ?? null,
    o.limit,
  );
  const hits = rows.map((r) => ({
    seq: Number(r.seq),
    chatId: String(r.chat_id),
    chat: String(r.chat),
    workspaceId: String(r.workspace_id ?? ''),
    workspace: String(r.workspace ?? ''),
    origin: String(r.origin) as Origin,
    author: r.author === null ? null : String(r.author),
    snippet: String(r.snippet),
    sentAt: Number(r.sent_at),
  }));
  return { hits, olderBefore: hits.length === o.limit ? (hits.at(-1)?.seq ?? null) : null };
};
