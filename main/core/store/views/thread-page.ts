import type { FoldView } from '#contract/ui/views.ts';
import type { Db, Row } from '../open.ts';

/** What part of a thread is wanted: the newest, the one before or after a message, or the one around a message or a time. */
export interface PageWish {
  readonly before: number | null;
  readonly after?: number | null;
  readonly around?: number | null;
  readonly aroundTime?: number | null;
  readonly limit: number;
}
export interface PageRows {
  /** Ascending. */
  readonly rows: Row[];
  /** Turns after these messages belong to the page: from (inclusive) to below (exclusive). */
  readonly from: number;
  readonly below: number;
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
}

const end = Number.MAX_SAFE_INTEGER;

/**
 * The parts of a chat that an edited message stands in for, oldest first: those of the open session and of all it came from.
 * They are disjoint.
 */
export const foldsOf = (db: Db, chatId: string): FoldView[] =>
  db
    .all(
      `WITH RECURSIVE line(id) AS (SELECT open_session_id FROM chats WHERE id = ?
         UNION SELECT s.parent_session_id FROM sessions s JOIN line ON line.id = s.id WHERE s.parent_session_id IS NOT NULL)
       SELECT s.branch_from_seq AS a, s.branch_to_seq AS b, (SELECT count(*) FROM messages m WHERE m.chat_id = s.chat_id
         AND m.seq BETWEEN s.branch_from_seq AND s.branch_to_seq AND m.audience <> 'model' AND m.origin <> 'harness') AS n
       FROM line JOIN sessions s ON s.id = line.id WHERE s.branch_from_seq IS NOT NULL ORDER BY s.branch_from_seq`,
      chatId,
    )
    .map((row) => ({ fromSeq: Number(row.a), toSeq: Number(row.b), messages: Number(row.n) }));

/** A condition that leaves out what is folded. `column` is ours, never an input. */
export const outsideFolds = (column: string, folds: readonly FoldView[]): string =>
  folds.map(({ fromSeq, toSeq }) => ` AND NOT (${column} BETWEEN ${fromSeq} AND ${toSeq})`).join('');

// How a turn ended is shown by the turn itself, its final text as its last step.
const shown = "m.chat_id = ? AND m.audience <> 'model' AND NOT (m.turn_id IS NOT NULL AND m.origin IN ('agent', 'harness'))";

/** The rows of one page. `select` reads messages as m. */
export const pageRows = (db: Db, select: string, o: { chatId: string; wish: PageWish; folds: readonly FoldView[] }): PageRows => {
  const where = `${select} WHERE ${shown}${outsideFolds('m.seq', o.folds)}`;
  const up = (before: number, limit: number): { rows: Row[]; more: boolean } => {
    const rows = db.all(`${where} AND m.seq < ? ORDER BY m.seq DESC LIMIT ?`, o.chatId, before, limit + 1);
    return { rows: rows.slice(0, limit).reverse(), more: rows.length > limit };
  };
  const down = (from: number, limit: number): { rows: Row[]; below: number | null } => {
    const rows = db.all(`${where} AND m.seq >= ? ORDER BY m.seq LIMIT ?`, o.chatId, from, limit + 1);
    return { rows: rows.slice(0, limit), below: rows.length > limit ? Number(rows[limit]?.seq) : null };
  };
  const { wish } = o;
  const after = wish.after ?? null;
  if (after !== null) {
    const { rows, below } = down(after + 1, wish.limit);
    return { rows, from: after + 1, below: below ?? end, hasOlder: true, hasNewer: below !== null };
  }
  const around =
    wish.around ?? (wish.aroundTime === null || wish.aroundTime === undefined ? null : firstSince(db, o.chatId, wish.aroundTime));
  if (around !== null) {
    const above = up(around, Math.ceil(wish.limit / 2));
    const under = down(around, wish.limit - above.rows.length);
    const rows = [...above.rows, ...under.rows];
    return { rows, from: fromOf(rows, above.more), below: under.below ?? end, hasOlder: above.more, hasNewer: under.below !== null };
  }
  const { rows, more } = up(wish.before ?? end, wish.limit);
  return { rows, from: fromOf(rows, more), below: wish.before ?? end, hasOlder: more, hasNewer: wish.before !== null };
};

const fromOf = (rows: readonly Row[], hasOlder: boolean): number => (hasOlder ? Number(rows[0]?.seq ?? 0) : 0);

const firstSince = (db: Db, chatId: string, time: number): number => {
  const row = db.get('SELECT seq FROM messages WHERE chat_id = ? AND sent_at >= ? ORDER BY sent_at LIMIT 1', chatId, time);
  return Number(row?.seq ?? end);
};

/** What a fold holds, oldest first: at most `limit` messages. */
export const foldRows = (db: Db, select: string, o: { chatId: string; fromSeq: number; toSeq: number; limit: number }): Row[] =>
  db.all(`${select} WHERE ${shown} AND m.seq BETWEEN ? AND ? ORDER BY m.seq LIMIT ?`, o.chatId, o.fromSeq, o.toSeq, o.limit);
