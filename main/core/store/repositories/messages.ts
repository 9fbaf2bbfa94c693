import type { Message } from '#contract/model/records.ts';
import { attachmentsOf } from '../blob-refs.ts';
import { missingOf } from '../missing-files.ts';
import type { Db } from '../open.ts';
import { messageOf } from '../rows.ts';

const toldText = '(SELECT v.text FROM message_versions v WHERE v.message_id = m.id AND v.told = 1 ORDER BY v.version LIMIT 1)';

export const createMessages = (db: Db) => ({
  byId: (id: string): Message | null => {
    const row = db.get(`SELECT m.*, ${attachmentsOf('m.id')}, ${missingOf('m.id')} FROM messages m WHERE m.id = ?`, id);
    return row ? messageOf(row) : null;
  },
  /** By the id that its sender gave it. */
  byKey: (chatId: string, externalKey: string): Message | null => {
    const row = db.get(
      'SELECT m.* FROM messages m JOIN chats c ON c.connection_id = m.connection_id WHERE c.id = ? AND m.external_key = ?',
      chatId,
      externalKey,
    );
    return row ? messageOf(row) : null;
  },
  /** Waiting for a turn, oldest first. */
  waiting: (chatId: string): Message[] =>
    db
      .all(
        "SELECT * FROM messages WHERE chat_id = ? AND state IN ('received', 'queued') AND origin IN ('human', 'task') ORDER BY seq",
        chatId,
      )
      .map(messageOf),
  chatsWithWaiting: (): string[] =>
    db
      .all("SELECT DISTINCT chat_id FROM messages WHERE state IN ('received', 'queued') AND origin IN ('human', 'task')")
      .map((r) => String(r.chat_id)),
  /** With the place at which each entered its turn, and in the words that a model was told, also when they were edited since. */
  ofTurn: (turnId: string): { message: Message; atOrd: number }[] =>
    db
      .all(
        `SELECT m.*, ${toldText} AS told, tm.at_ord, ${attachmentsOf('m.id')}, ${missingOf('m.id')} FROM turn_messages tm JOIN messages m ON m.seq = tm.message_seq WHERE tm.turn_id = ? ORDER BY tm.at_ord, m.seq`,
        turnId,
      )
      .map((row) => ({ message: messageOf(row.told === null ? row : { ...row, text: String(row.told) }), atOrd: Number(row.at_ord) })),
  finalOf: (turnId: string): Message | null => {
    const row = db.get(
      "SELECT * FROM messages WHERE turn_id = ? AND origin = 'agent' AND external_key LIKE 'own:final:%' ORDER BY seq DESC LIMIT 1",
      turnId,
    );
    return row ? messageOf(row) : null;
  },
});
export type Messages = ReturnType<typeof createMessages>;
