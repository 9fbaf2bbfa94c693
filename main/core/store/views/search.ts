import type { Origin } from '#contract/model/states.ts';
import type { Db, Row } from '../open.ts';
import { ftsQuery } from '../repositories/memories.ts';

/**
 * Full-text search over all chats, newest first: the words of messages, and the names of files that were sent with them. Hits are
 * marked with U+2068 … U+2069 in the snippet, or in `file` where the name was found.
 */
export const searchMessages = (db: Pick<Db, 'all'>, o: { query: string; chatId?: string | null; before: number | null; limit: number }) => {
  const match = ftsQuery(o.query, ' AND ');
  if (match === '') return { hits: [], olderBefore: null };
  const place = [o.before ?? Number.MAX_SAFE_INTEGER, o.chatId ?? null, o.limit] as const;
  const said = db.all(
    `SELECT ${shown}, NULL AS file, snippet(message_fts, 0, char(0x2068), char(0x2069), '…', 16) AS snippet
     FROM message_fts f JOIN messages m ON m.seq = f.rowid ${around}
     WHERE message_fts MATCH ?4 AND f.rowid < ?1 AND ${visible} ORDER BY f.rowid DESC LIMIT ?3`,
    ...place,
    match,
  );
  const words = wordsOf(o.query);
  const sent = db.all(
    `SELECT ${shown}, r.name AS file, substr(m.text, 1, 120) AS snippet
     FROM blob_refs r JOIN messages m ON m.id = r.owner_id ${around}
     WHERE r.owner_kind = 'attachment' AND ${words.map((_, i) => `r.name LIKE ?${i + 4} ESCAPE '!'`).join(' AND ')} AND m.seq < ?1 AND ${visible}
     GROUP BY m.seq ORDER BY m.seq DESC LIMIT ?3`,
    ...place,
    ...words.map((word) => `%${word.replaceAll(/[!%_]/g, '!$&')}%`),
  );
  const named = new Map(sent.map((row) => [row.seq, row]));
  const spoken = new Set(said.map(({ seq }) => seq));
  const rows = [
    ...said.map((row): Row => ({ ...row, file: named.get(row.seq)?.file ?? null })),
    ...sent.filter(({ seq }) => !spoken.has(seq)),
  ]
    .sort((a, b) => Number(b.seq) - Number(a.seq))
    .slice(0, o.limit);
  const hits = rows.map((r: Row) => ({
    seq: Number(r.seq),
    chatId: String(r.chat_id),
    chat: String(r.chat),
    workspaceId: String(r.workspace_id ?? ''),
    workspace: String(r.workspace ?? ''),
    origin: String(r.origin) as Origin,
    author: r.author === null ? null : String(r.author),
    /** Who thought it, for the answer of a turn. */
    provider: r.provider === null ? null : String(r.provider),
    snippet: String(r.snippet),
    /** A file that was sent with it and is called so. */
    file: r.file === null ? null : marked(String(r.file), words),
    sentAt: Number(r.sent_at),
  }));
  return { hits, olderBefore: hits.length === o.limit ? (hits.at(-1)?.seq ?? null) : null };
};

const thinker = "(SELECT s.provider FROM steps s WHERE s.turn_id = m.turn_id AND s.kind = 'model' ORDER BY s.ord DESC LIMIT 1)";
const shown = `m.seq, m.chat_id, c.name AS chat, c.workspace_id, w.name AS workspace, m.origin, p.name AS author, m.sent_at,
     iif(m.origin = 'agent', ${thinker}, NULL) AS provider`;
const around = 'JOIN chats c ON c.id = m.chat_id LEFT JOIN workspaces w ON w.id = c.workspace_id LEFT JOIN persons p ON p.id = m.person_id';
const visible = "m.audience <> 'model' AND c.removed_at IS NULL AND w.archived_at IS NULL AND (?2 IS NULL OR m.chat_id = ?2)";

const wordsOf = (query: string): string[] => query.trim().split(/\s+/).slice(0, 12);

/** The places of the words in a name, each marked once. */
const marked = (name: string, words: readonly string[]): string => {
  const pattern = words.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return name.replaceAll(new RegExp(pattern, 'gi'), (found) => `\u2068${found}\u2069`);
};
