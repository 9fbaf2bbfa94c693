import type { Db } from '../open.ts';

/** More are not counted: the list shows "99+". */
const mostCounted = 100;

/** Messages of others after `readSeq`: answers, failures, posts, and what people without the owner's rights say. */
export const unreadIn = (db: Db, chatId: string, readSeq: number): number =>
  Number(
    db.get(
      `SELECT count(*) AS n FROM (SELECT 1 FROM messages m LEFT JOIN persons p ON p.id = m.person_id WHERE m.chat_id = ? AND m.seq > ? AND m.audience <> 'model'
       AND (m.origin = 'agent' OR (m.origin = 'harness' AND m.turn_id IS NOT NULL) OR (m.origin = 'human' AND p.role <> 'owner')) LIMIT ${mostCounted})`,
      chatId,
      readSeq,
    )?.n,
  );

/** What the list shows of a chat: its last words, or the names of its last files. */
export const lastTextIn = (db: Db, chatId: string): string => {
  const last = db.get(
    `SELECT m.text, (SELECT group_concat(r.name, ', ') FROM blob_refs r WHERE r.owner_kind = 'attachment' AND r.owner_id = m.id) AS files
     FROM messages m WHERE m.chat_id = ? AND m.audience <> 'model'
     AND (m.text <> '' OR m.command IS NOT NULL OR EXISTS (SELECT 1 FROM blob_refs r WHERE r.owner_kind = 'attachment' AND r.owner_id = m.id)) ORDER BY m.seq DESC LIMIT 1`,
    chatId,
  );
  return String(last?.text || last?.files || '').slice(0, 200);
};
