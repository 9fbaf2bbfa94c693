import { newId } from '../../base/ids.ts';
import type { Db } from '../open.ts';

/** A message of a network and how far its answer is; only those that somebody wrote there. */
export interface Signed {
  readonly messageId: string;
  readonly chatId: string;
  readonly stage: 'received' | 'read' | 'working' | 'done' | 'failed' | 'stopped' | null;
  /** What we have put on it last; null when nothing. */
  readonly shown: string | null;
  /** So much was written after it, before any sign has left, that one would only be noise. */
  readonly isBuried: boolean;
}

const recentMax = 5_000;
/** Of a burst, as after a night off, the newest messages are signed: signs share the rate with words. */
const signedMax = 10;
const builtIn = "('desktop', 'cli', 'scheduler')";

/** The messages among these ids, of these turns too, that somebody wrote in a messenger. */
export const signedMessages = (db: Db, o: { messageIds: readonly string[]; turnIds: readonly string[] }): Signed[] =>
  db
    .all(
      `SELECT m.id, m.chat_id, m.state, m.origin, m.audience, t.state AS turn_state,
         (SELECT 1 FROM steps s WHERE s.turn_id = t.id AND s.kind = 'tool' LIMIT 1) AS uses_tools,
         (SELECT json_extract(d.payload, '$.text') FROM deliveries d WHERE d.source_kind = 'sign' AND d.source_id = m.id AND d.state <> 'failed' ORDER BY d.rev DESC LIMIT 1) AS shown,
         (SELECT count(*) FROM (SELECT 1 FROM messages x WHERE x.chat_id = m.chat_id AND x.seq > m.seq AND x.origin IN ('human', 'command') LIMIT ${signedMax})) >= ${signedMax}
           AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.source_kind = 'sign' AND d.source_id = m.id AND d.state NOT IN ('failed', 'queued')) AS is_buried
       FROM messages m JOIN connections n ON n.id = m.connection_id LEFT JOIN turns t ON t.id = m.turn_id
       WHERE n.channel NOT IN ${builtIn} AND m.origin IN ('human', 'command') AND m.external_key NOT LIKE 'client:%'
         AND (m.id IN (SELECT value FROM json_each(?)) OR m.turn_id IN (SELECT value FROM json_each(?)))`,
      JSON.stringify(o.messageIds),
      JSON.stringify(o.turnIds),
    )
    .map((row) => ({
      messageId: String(row.id),
      chatId: String(row.chat_id),
      shown: row.shown === null ? null : String(row.shown),
      isBuried: row.is_buried === 1,
      stage: stageOf(row),
    }));

const stageOf = (row: Record<string, string | number | null>): Signed['stage'] => {
  switch (row.state) {
    case 'answered':
      return 'done';
    case 'failed':
      return 'failed';
    // Kept aside from the start: nobody works for it.
    case 'ignored':
      return row.turn_state === 'cancelled' ? 'stopped' : null;
    case 'claimed':
      return row.uses_tools ? 'working' : 'read';
    default:
      return row.origin === 'command' && row.audience === 'user' ? null : 'received';
  }
};

/** What is on a message from now on; what has not left of an earlier one is given up. */
export const setSign = (db: Db, o: { messageId: string; emoji: string }, now: number): void =>
  db.tx(() => {
    const m = db.get('SELECT chat_id, connection_id, external_key FROM messages WHERE id = ?', o.messageId);
    if (!m) return;
    giveUpSign(db, o.messageId);
    const id = newId('dlv', now);
    db.run(
      `INSERT INTO deliveries(id, chat_id, connection_id, op, external_id, source_kind, source_id, part, parts, rev, payload, state, created_at)
       VALUES (?, ?, ?, 'react', ?, 'sign', ?, 1, 1, (SELECT coalesce(max(rev), -1) + 1 FROM deliveries WHERE source_kind = 'sign' AND source_id = ?), ?, 'queued', ?)`,
      id,
      String(m.chat_id),
      String(m.connection_id),
      `unreserved:${id}`,
      o.messageId,
      o.messageId,
      JSON.stringify({ text: o.emoji, about: m.external_key }),
      now,
    );
  });

/** What has not left yet stays here. */
export const giveUpSign = (db: Db, messageId: string): void =>
  void db.run(
    "UPDATE deliveries SET state = 'failed', reason_code = 'not-needed', reason_params = '{}', next_at = NULL WHERE state = 'queued' AND source_kind = 'sign' AND source_id = ?",
    messageId,
  );

/** What was written in messengers since then. */
export const recentMessages = (db: Db, since: number): string[] =>
  db
    .all(
      `SELECT m.id FROM messages m JOIN connections n ON n.id = m.connection_id WHERE m.seq > (SELECT coalesce(max(seq), 0) - ${recentMax} FROM messages) AND n.channel NOT IN ${builtIn} AND m.accepted_at > ? AND m.origin IN ('human', 'command')`,
      since,
    )
    .map((row) => String(row.id));
