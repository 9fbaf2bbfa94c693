import type { Ask } from '#contract/model/records.ts';
import type { AskView } from '#contract/ui/views.ts';
import type { Db } from '../open.ts';

const mostNames = 5;

/** Where an approved call would post, in words a person knows; null for a call that posts nowhere, or into a chat that is gone. */
export const askRecipient = (db: Db, ask: Ask): AskView['recipient'] => {
  const chatId = ask.payload.kind === 'approval' ? ask.payload.input.chatId : undefined;
  if (typeof chatId !== 'string') return null;
  const chat = db.get(
    `SELECT c.name, c.kind, n.channel, n.name AS connection, w.name AS workspace FROM chats c
     JOIN connections n ON n.id = c.connection_id LEFT JOIN workspaces w ON w.id = c.workspace_id WHERE c.id = ?`,
    chatId,
  );
  if (!chat) return null;
  const readers = db
    .all(
      `SELECT p.name FROM chat_members m JOIN persons p ON p.id = m.person_id
       WHERE m.chat_id = ? AND m.left_at IS NULL AND p.role <> 'owner' ORDER BY p.name COLLATE NOCASE`,
      chatId,
    )
    .map((row) => String(row.name));
  return {
    chat: String(chat.name),
    kind: chat.kind === 'group' ? 'group' : chat.kind === 'self' ? 'self' : 'direct',
    channel: String(chat.channel),
    connection: String(chat.connection),
    workspace: chat.workspace === null ? null : String(chat.workspace),
    readers: readers.slice(0, mostNames),
    moreReaders: Math.max(0, readers.length - mostNames),
  };
};
