import type { Db } from '../open.ts';

// Typed in a window or terminal, or due by a plan: nobody in the chat has seen it.
const elsewhere = "(m.external_key LIKE 'client:%' OR m.external_key LIKE 'task:%')";

/** Who reads in a chat, and who asked there for what is said. */
export const createReach = (db: Db) => ({
  /** Whether a message was written in its chat itself. */
  isSaidThere: (messageId: string): boolean =>
    db.get(`SELECT 1 FROM messages m WHERE m.id = ? AND NOT ${elsewhere}`, messageId) !== undefined,
  /** Whether what a turn was begun for was said in its chat. */
  isAskedThere: (turnId: string): boolean =>
    db.get(
      `SELECT 1 FROM turn_messages tm JOIN messages m ON m.seq = tm.message_seq JOIN turns t ON t.id = tm.turn_id
       WHERE tm.turn_id = ? AND tm.at_ord = 0 AND m.origin IN ('human', 'task') AND m.person_id = t.authority_person_id AND NOT ${elsewhere} LIMIT 1`,
      turnId,
    ) !== undefined,
  /** Whether anybody but the account itself has ever written there. */
  hasHeardFrom: (chatId: string): boolean => db.get('SELECT 1 FROM chats WHERE id = ? AND heard_at IS NOT NULL', chatId) !== undefined,
  /** Somebody wrote there; that is kept of every chat, also of one that is not registered. */
  heardFrom: (connectionId: string, chatKey: string, at: number): void =>
    void db.run('UPDATE chats SET heard_at = ? WHERE connection_id = ? AND chat_key = ? AND heard_at IS NULL', at, connectionId, chatKey),
  /** The registered chats of a connection that only owners read, the chat with oneself first. */
  ownersChats: (connectionId: string): string[] =>
    db
      .all(
        `SELECT c.id FROM chats c WHERE c.connection_id = ? AND c.registered_at IS NOT NULL AND c.removed_at IS NULL AND c.kind <> 'group' AND NOT EXISTS
         (SELECT 1 FROM chat_members cm JOIN persons p ON p.id = cm.person_id WHERE cm.chat_id = c.id AND cm.left_at IS NULL AND p.role <> 'owner') ORDER BY c.kind = 'self' DESC, c.last_at DESC`,
        connectionId,
      )
      .map((row) => String(row.id)),
});
export type Reach = ReturnType<typeof createReach>;
