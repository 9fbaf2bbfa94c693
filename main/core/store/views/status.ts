import type { MessageState, TurnState } from '#contract/model/states.ts';
import type { Db } from '../open.ts';

/** The rows behind `status`: connections, open turns with their messages, and how many messages wait. */
export const statusRows = (db: Db) => ({
  connections: db
    .all('SELECT id, channel, name, state FROM connections WHERE removed_at IS NULL ORDER BY id')
    .map((r) => ({ id: String(r.id), channel: String(r.channel), name: String(r.name), state: String(r.state) })),
  turns: {
    running: db.all("SELECT id, chat_id, state FROM turns WHERE state IN ('queued', 'running', 'waiting') ORDER BY rowid").map((t) => ({
      id: String(t.id),
      chatId: String(t.chat_id),
      state: String(t.state) as TurnState,
      messages: db
        .all("SELECT id, state FROM messages WHERE turn_id = ? AND origin IN ('human', 'task') ORDER BY seq", String(t.id))
        .map((m) => ({ id: String(m.id), state: String(m.state) as MessageState })),
    })),
    queued: Number(db.get("SELECT count(*) AS n FROM messages WHERE state IN ('received', 'queued') AND origin IN ('human', 'task')")?.n),
  },
});
