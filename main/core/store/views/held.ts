import type { HeldItem } from '#contract/ui/domains/emergency.ts';
import type { Db, Row } from '../open.ts';

const shownLength = 400;

/**
 * Everything that goes on by itself as soon as it may, oldest first: what leaves this computer (but
 * the reactions that say how far it is), turns, messages, due tasks.
 */
export const heldItems = (db: Pick<Db, 'all'>, now: number): HeldItem[] =>
  [
    ...db.all(
      `SELECT d.id, 'delivery' AS kind, c.name AS chat, n.name AS place, CASE WHEN d.op = 'delete' THEN '' ELSE coalesce(json_extract(d.payload, '$.text'), '') END AS text,
         d.created_at AS at, d.state = 'sending' AS may_be_sent
       FROM deliveries d JOIN chats c ON c.id = d.chat_id JOIN connections n ON n.id = d.connection_id
       WHERE d.state IN ('queued', 'sending') AND d.source_kind NOT IN ('emergency', 'sign') AND n.channel NOT IN ('desktop', 'cli', 'scheduler')`,
    ),
    ...db.all(
      `SELECT t.id, 'turn' AS kind, c.name AS chat, w.name AS place, t.started AS at, 0 AS may_be_sent,
         coalesce((SELECT group_concat(m.text, ' ') FROM messages m WHERE m.turn_id = t.id AND m.state = 'claimed'), '') AS text
       FROM turns t JOIN chats c ON c.id = t.chat_id JOIN workspaces w ON w.id = t.workspace_id
       WHERE (t.state IN ('queued', 'running') OR (t.state = 'waiting' AND t.wait_kind = 'quota')) AND w.archived_at IS NULL`,
    ),
    ...db.all(
      `SELECT m.id, 'message' AS kind, c.name AS chat, w.name AS place, m.text, m.accepted_at AS at, 0 AS may_be_sent
       FROM messages m JOIN chats c ON c.id = m.chat_id JOIN workspaces w ON w.id = c.workspace_id
       WHERE m.state IN ('received', 'queued') AND m.origin IN ('human', 'task') AND w.archived_at IS NULL`,
    ),
    ...db.all(
      `SELECT t.id, 'task' AS kind, c.name AS chat, w.name AS place, t.prompt AS text, t.next_at AS at, 0 AS may_be_sent
       FROM tasks t JOIN chats c ON c.id = t.chat_id JOIN workspaces w ON w.id = t.workspace_id
       WHERE t.enabled = 1 AND t.next_at <= ? AND w.archived_at IS NULL`,
      now,
    ),
  ]
    .map(itemOf)
    .sort((a, b) => a.at - b.at || a.id.localeCompare(b.id));

const itemOf = (row: Row): HeldItem => ({
  id: String(row.id),
  kind: row.kind as HeldItem['kind'],
  where: [row.chat, row.place].filter((part) => part !== '').join(' · '),
  text: String(row.text).slice(0, shownLength),
  at: Number(row.at),
  mayBeSent: row.may_be_sent === 1,
});
