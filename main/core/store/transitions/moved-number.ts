import type { Db } from '../open.ts';
import { closeChat, endSending } from './close-chat.ts';

/** Before the id of a chat that is the key of nobody: it cannot be opened again. */
export const unreachable = 'moved:';

export interface MovedNumber {
  readonly kind: string;
  readonly number: string;
  /** Another key of the account that had the number. */
  readonly holder: string;
}

/**
 * A number belongs to another account: a chat that was kept under it stays with its former holder, and nothing of it is sent
 * to the new one. When the holder has another chat already, the old one is closed for good. In the caller's transaction.
 */
export const keepChatsWithHolder = (db: Db, { kind, number, holder }: MovedNumber, now: number): void => {
  const chats = db.all(
    `SELECT c.id, EXISTS (SELECT 1 FROM chats o WHERE o.connection_id = c.connection_id AND o.chat_key = ?) AS has_other
     FROM chats c JOIN connections n ON n.id = c.connection_id WHERE n.channel = ? AND c.chat_key = ?`,
    holder,
    kind,
    number,
  );
  for (const chat of chats) {
    const id = String(chat.id);
    db.run('UPDATE chats SET chat_key = ? WHERE id = ?', chat.has_other === 1 ? unreachable + id : holder, id);
    if (chat.has_other !== 1) continue;
    closeChat(db, id, now);
    // Nor is anything taken back: there is nobody to take it back from.
    endSending(db, id, 'chat-closed', 'all');
  }
};
