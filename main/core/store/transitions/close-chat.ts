import type { Db } from '../open.ts';
import { endPlaceholder } from './placeholder.ts';

/** Nothing that is said there is kept any more, and nothing is sent there. What was kept stays. False when it was not open. */
export const closeChat = (db: Db, chatId: string, now: number): boolean =>
  db.tx(() => {
    if (!db.get('SELECT 1 FROM chats WHERE id = ? AND registered_at IS NOT NULL AND closed_at IS NULL', chatId)) return false;
    // What a running turn has standing there is taken away while that may still be sent.
    for (const { id } of db.all("SELECT id FROM turns WHERE chat_id = ? AND state = 'running'", chatId))
      endPlaceholder(db, String(id), now);
    db.run('UPDATE chats SET closed_at = ? WHERE id = ?', now, chatId);
    endSending(db, chatId, 'chat-closed');
    db.run(
      "UPDATE messages SET state = 'ignored', reason_code = 'chat-closed', reason_params = '{}' WHERE chat_id = ? AND state IN ('received', 'queued') AND origin = 'human'",
      chatId,
    );
    db.event({ topic: 'chat', entityId: chatId, chatId });
    return true;
  });

/** What waits to be sent there never will be (from a closed chat our words may still be taken back); what was being sent may have arrived. In the caller's transaction. */
export const endSending = (
  db: Db,
  chatId: string,
  code: 'chat-left' | 'chat-closed',
  what: 'all' | 'but-deletions' = code === 'chat-closed' ? 'but-deletions' : 'all',
): void =>
  void db.run(
    "UPDATE deliveries SET state = iif(state = 'queued', 'failed', 'unknown'), reason_code = ?, reason_params = '{}', next_at = NULL WHERE chat_id = ? AND state IN ('queued', 'sending') AND NOT (op = 'delete' AND ? = 'but-deletions')",
    code,
    chatId,
    what,
  );
