import { newId } from '../../base/ids.ts';
import type { Db } from '../open.ts';
import { identify } from './identify.ts';

export interface SeenChat {
  readonly connectionId: string;
  readonly chatKey: string;
  /** Other keys of the same chat; a row under one of them is it. */
  readonly aliases: readonly string[];
  readonly kind: 'self' | 'direct' | 'group';
  /** Empty when it is not known. */
  readonly name: string;
  /** When something was said there; null when it is only heard of. */
  readonly at: number | null;
}
export interface NotedChat {
  readonly id: string;
  readonly isRegistered: boolean;
}

/** A chat of a network as it is seen: name and time, never a text. Found under any of its keys, and kept under the newest. */
export const noteChat = (db: Db, c: SeenChat, now: number): NotedChat =>
  db.tx(() => {
    const keys = [c.chatKey, ...c.aliases];
    const found = keys
      .map((key) =>
        db.get(
          'SELECT id, chat_key, name, registered_at, last_at FROM chats WHERE connection_id = ? AND chat_key = ?',
          c.connectionId,
          key,
        ),
      )
      .find((row) => row !== undefined);
    if (!found) {
      const id = newId('chat', now);
      db.run(
        'INSERT INTO chats(id, connection_id, chat_key, name, last_at, kind) VALUES (?, ?, ?, ?, ?, ?)',
        id,
        c.connectionId,
        c.chatKey,
        c.name,
        c.at,
        c.kind,
      );
      db.event({ topic: 'link', entityId: c.connectionId });
      return { id, isRegistered: false };
    }
    const id = String(found.id);
    if (found.chat_key !== c.chatKey) db.run('UPDATE chats SET chat_key = ? WHERE id = ?', c.chatKey, id);
    // Whose account it is may be known later than the chat.
    if (c.kind === 'self') db.run("UPDATE chats SET kind = 'self' WHERE id = ? AND kind <> 'self'", id);
    const isRegistered = found.registered_at !== null;
    // A registered chat has the name its owner knows it by.
    if (c.name !== '' && found.name !== c.name && (!isRegistered || found.name === ''))
      db.run('UPDATE chats SET name = ? WHERE id = ?', c.name, id);
    if (!isRegistered && c.at !== null && Number(found.last_at ?? 0) < c.at) db.run('UPDATE chats SET last_at = ? WHERE id = ?', c.at, id);
    return { id, isRegistered };
  });

/**
 * From now on what is said there is kept, and the workspace's agent answers. Who reads there beside the account is noted, so
 * that posting is a public sink unless that is the owner. False when it was registered before.
 */
export const registerChat = (db: Db, c: { chatId: string; workspaceId: string }, now: number): boolean =>
  db.tx(() => {
    const chat = db.get(
      'SELECT c.kind, c.chat_key, c.name, n.channel FROM chats c JOIN connections n ON n.id = c.connection_id WHERE c.id = ? AND c.registered_at IS NULL',
      c.chatId,
    );
    if (!chat) return false;
    const sessionId = newId('ses', now);
    db.run(
      'UPDATE chats SET registered_at = ?, workspace_id = ?, open_session_id = ? WHERE id = ?',
      now,
      c.workspaceId,
      sessionId,
      c.chatId,
    );
    db.run('INSERT INTO sessions(id, chat_id, opened_at) VALUES (?, ?, ?)', sessionId, c.chatId, now);
    if (chat.kind !== 'self') {
      // A group stands for its members until they are known: it is not the owner.
      const who = { kind: String(chat.channel), keys: [String(chat.chat_key)], name: String(chat.name) };
      const { person } = identify(db, who, now);
      db.run('INSERT INTO chat_members(chat_id, person_id) VALUES (?, ?) ON CONFLICT DO NOTHING', c.chatId, person.id);
    }
    db.event({ topic: 'chat', entityId: c.chatId, chatId: c.chatId });
    return true;
  });
