import { newId } from '../../base/ids.ts';
import type { Db, Row } from '../open.ts';

/**
 * The post that stands in a chat while a turn works there ("…"), what it is edited into, and its end. Rows of deliveries with
 * the source `placeholder`; what has not left yet is given up in place, and what may be on a phone is edited or deleted there.
 */
export interface Placeholder {
  readonly id: string;
  readonly postedAt: number;
  /** Edits of it so far, also those that were given up. */
  readonly edits: number;
  readonly lastText: string;
}

/** Between two edits of one message. */
export const editEveryMs = 3_000;
const quotedMax = 300;

// Not written, so nobody can have seen it.
const unsent = "state = 'queued'";

const standing = (db: Db, turnId: string): Row | undefined =>
  db.get(
    `SELECT p.rowid AS place, p.* FROM deliveries p WHERE p.source_kind = 'placeholder' AND p.source_id = ? AND p.op = 'post' AND p.state <> 'failed'
     AND NOT EXISTS (SELECT 1 FROM deliveries x WHERE x.target_delivery_id = p.id AND (x.op = 'delete' OR x.source_kind = 'turn')) ORDER BY p.rev DESC LIMIT 1`,
    turnId,
  );

export const placeholderOf = (db: Db, turnId: string): Placeholder | null => {
  const row = standing(db, turnId);
  if (!row) return null;
  const edits = db.all("SELECT payload FROM deliveries WHERE target_delivery_id = ? AND op = 'edit' ORDER BY rev", String(row.id));
  const text = (payload: unknown): string => (JSON.parse(String(payload)) as { text: string }).text;
  return {
    id: String(row.id),
    postedAt: Number(row.sent_at ?? row.created_at),
    edits: edits.length,
    lastText: text(edits.at(-1)?.payload ?? row.payload),
  };
};

/** False when the turn does not run any more, has one, or had one that could not be sent. */
export const postPlaceholder = (db: Db, o: { turnId: string; text: string }, now: number): boolean =>
  db.tx(() => {
    if (!isRunning(db, o.turnId) || standing(db, o.turnId) || wasRefused(db, o.turnId)) return false;
    const isGroup = db.get("SELECT 1 FROM turns t JOIN chats c ON c.id = t.chat_id WHERE t.id = ? AND c.kind = 'group'", o.turnId);
    const quote = isGroup ? answered(db, o.turnId) : null;
    const payload = { text: o.text, ...(quote ? { quote } : {}) };
    add(db, { turnId: o.turnId, op: 'post', target: null, rev: nextRev(db, o.turnId, 'post'), payload }, now);
    return true;
  });

/** What it says from now on; an edit before it that has not left is given up. False when there is nothing to edit. */
export const editPlaceholder = (db: Db, o: { turnId: string; text: string }, now: number): boolean =>
  db.tx(() => {
    const row = isRunning(db, o.turnId) ? standing(db, o.turnId) : undefined;
    if (!row) return false;
    giveUp(db, `source_kind = 'placeholder' AND op = 'edit' AND source_id = ?`, o.turnId);
    add(db, { turnId: o.turnId, op: 'edit', target: row, rev: nextRev(db, o.turnId, 'edit'), payload: { text: o.text } }, now);
    return true;
  });

/**
 * The placeholder that the answer of a turn may take the place of: it is on its way, nobody has written since, and the answer
 * is one message. In the caller's transaction.
 */
export const placeholderFor = (db: Db, turnId: string, parts: number): string | null => {
  const row = parts === 1 ? standing(db, turnId) : undefined;
  if (!row || row.state === 'unknown' || row.state === 'queued') return null;
  const since = db.get(
    `SELECT 1 WHERE (SELECT accepted_at FROM messages WHERE chat_id = ?1 AND origin IN ('human', 'command') ORDER BY seq DESC LIMIT 1) > ?2
     OR EXISTS (SELECT 1 FROM deliveries WHERE rowid > ?3 AND chat_id = ?1 AND op = 'post' AND state <> 'failed')`,
    row.chat_id as string,
    row.created_at as number,
    row.place as number,
  );
  return since ? null : String(row.id);
};

/** When it may be edited next. */
export const nextEditAt = (db: Db, placeholderId: string): number | null => {
  const last = db.get(
    "SELECT max(coalesce(sent_at, created_at)) AS at FROM deliveries WHERE target_delivery_id = ? AND op = 'edit' AND attempt > 0",
    placeholderId,
  )?.at;
  return typeof last === 'number' ? last + editEveryMs : null;
};

/** What the answer of a turn quotes where several people talk: the last message that it was begun for. */
export const answered = (db: Db, turnId: string): { key: string; text: string } | null => {
  const row = db.get(
    "SELECT m.external_key, m.text FROM turn_messages tm JOIN messages m ON m.seq = tm.message_seq JOIN turns t ON t.id = tm.turn_id WHERE t.id = ? AND tm.at_ord = 0 AND m.origin = 'human' AND m.person_id = t.authority_person_id AND m.turn_id = t.id ORDER BY m.seq DESC LIMIT 1",
    turnId,
  );
  return row ? { key: String(row.external_key), text: String(row.text).slice(0, quotedMax) } : null;
};

/** The turn works no more, or waits: what has not left is given up, what stands there is deleted. In the caller's transaction. */
export const endPlaceholder = (db: Db, turnId: string, now: number): void => {
  giveUp(db, "source_kind = 'placeholder' AND op <> 'delete' AND source_id = ?", turnId);
  const row = standing(db, turnId);
  if (row) add(db, { turnId, op: 'delete', target: row, rev: Number(row.rev), payload: {} }, now);
};

/** See repositories/deliveries. */
export const postInstead = (db: Db, id: string, from: string, now: number): boolean => {
  const edit = db.get("SELECT * FROM deliveries WHERE id = ? AND state = ? AND op = 'edit'", id, from);
  if (!edit) return false;
  db.run(
    "UPDATE deliveries SET op = 'post', target_delivery_id = NULL, external_id = 'unreserved:' || id || ':post', state = 'queued', attempt = 0, next_at = NULL, reason_code = NULL, reason_params = NULL WHERE id = ?",
    id,
  );
  db.event({ topic: 'delivery', entityId: id, chatId: String(edit.chat_id), payload: { state: 'queued' } });
  const target = db.get("SELECT * FROM deliveries WHERE id = ? AND state <> 'failed'", edit.target_delivery_id ?? '');
  if (target) add(db, { turnId: String(target.source_id), op: 'delete', target, rev: Number(target.rev), payload: {} }, now);
  return true;
};

const isRunning = (db: Db, turnId: string): boolean =>
  db.get("SELECT 1 FROM turns WHERE id = ? AND state = 'running'", turnId) !== undefined;

// Tried again with every tick it would be refused as often.
const wasRefused = (db: Db, turnId: string): boolean =>
  db.get(
    "SELECT 1 FROM deliveries WHERE source_kind = 'placeholder' AND source_id = ? AND op = 'post' AND state = 'failed' AND reason_code <> 'not-needed'",
    turnId,
  ) !== undefined;

const giveUp = (db: Db, which: string, turnId: string): void =>
  void db.run(
    `UPDATE deliveries SET state = 'failed', reason_code = 'not-needed', reason_params = '{}', next_at = NULL WHERE ${unsent} AND ${which}`,
    turnId,
  );

const nextRev = (db: Db, turnId: string, op: string): number =>
  Number(
    db.get(
      "SELECT coalesce(max(rev), -1) + 1 AS n FROM deliveries WHERE source_kind = 'placeholder' AND source_id = ? AND op = ?",
      turnId,
      op,
    )?.n,
  );

const add = (db: Db, d: { turnId: string; op: string; target: Row | null; rev: number; payload: object }, now: number): void => {
  const id = newId('dlv', now);
  const chat = db.get('SELECT c.id, c.connection_id FROM turns t JOIN chats c ON c.id = t.chat_id WHERE t.id = ?', d.turnId);
  db.run(
    `INSERT INTO deliveries(id, chat_id, connection_id, op, external_id, target_delivery_id, source_kind, source_id, part, parts, rev, payload, state, created_at)
     VALUES (?, ?, ?, ?, ?, ?, 'placeholder', ?, 1, 1, ?, ?, 'queued', ?)`,
    id,
    String(chat?.id),
    String(chat?.connection_id),
    d.op,
    `unreserved:${id}`,
    d.target ? String(d.target.id) : null,
    d.turnId,
    d.rev,
    JSON.stringify(d.payload),
    now,
  );
};
