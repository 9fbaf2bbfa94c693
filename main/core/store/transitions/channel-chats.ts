import type { AuditEntry } from '#contract/model/records.ts';
import { newId } from '../../base/ids.ts';
import { shownName } from '../../base/shown-name.ts';
import type { Db } from '../open.ts';
import { identify, takeFromOthers } from './identify.ts';
import { unreachable } from './moved-number.ts';

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
  /** What is said there is kept. */
  readonly isOpen: boolean;
  /** It was opened once, and closed again by its owner. */
  readonly wasClosed: boolean;
  readonly name: string;
}

/**
 * A chat of a network as it is seen: name and time, never a text. Found under any of its keys, and kept under the newest; a
 * number that another account had finds nothing of theirs.
 */
export const noteChat = (db: Db, c: SeenChat, now: number, record?: (entry: AuditEntry) => void): NotedChat =>
  db.tx(() => {
    const channel = db.get('SELECT channel FROM connections WHERE id = ?', c.connectionId)?.channel;
    takeFromOthers(db, { kind: String(channel), keys: [c.chatKey, ...c.aliases] }, now, record);
    const name = shownName(c.name);
    const found = [c.chatKey, ...c.aliases]
      .map((key) => db.get('SELECT * FROM chats WHERE connection_id = ? AND chat_key = ?', c.connectionId, key))
      .find((row) => row !== undefined);
    if (!found) {
      const id = newId('chat', now);
      db.run(
        'INSERT INTO chats(id, connection_id, chat_key, name, network_name, last_at, kind) VALUES (?, ?, ?, ?, ?, ?, ?)',
        id,
        c.connectionId,
        c.chatKey,
        name,
        name,
        c.at,
        c.kind,
      );
      db.event({ topic: 'link', entityId: c.connectionId });
      return { id, isOpen: false, wasClosed: false, name };
    }
    const id = String(found.id);
    if (found.chat_key !== c.chatKey) db.run('UPDATE chats SET chat_key = ? WHERE id = ?', c.chatKey, id);
    // Whose account it is may be known later than the chat.
    if (c.kind === 'self') db.run("UPDATE chats SET kind = 'self' WHERE id = ? AND kind <> 'self'", id);
    const isRegistered = found.registered_at !== null;
    const isOpen = isRegistered && found.closed_at === null;
    // A registered chat has the name its owner knows it by.
    if (name !== '' && found.name !== name && (!isRegistered || found.name === ''))
      db.run('UPDATE chats SET name = ?, network_name = ? WHERE id = ?', name, name, id);
    if (!isOpen && c.at !== null && Number(found.last_at ?? 0) < c.at) db.run('UPDATE chats SET last_at = ? WHERE id = ?', c.at, id);
    return { id, isOpen, wasClosed: isRegistered && !isOpen, name: String(found.name) };
  });

export interface OpenChat {
  readonly chatId: string;
  readonly workspaceId: string;
}

/**
 * From now on what is said there is kept, and the workspace's agent answers. Who reads there beside the account is noted, so
 * that posting is a public sink unless that is the owner. A chat that was closed goes on in the workspace that is given, in a
 * new session when that is another one. False when it was open before.
 */
export const registerChat = (db: Db, c: OpenChat, now: number): boolean =>
  db.tx(() => {
    const chat = db.get(
      'SELECT c.*, n.channel FROM chats c JOIN connections n ON n.id = c.connection_id WHERE c.id = ? AND (c.registered_at IS NULL OR c.closed_at IS NOT NULL) AND c.chat_key <> ?',
      c.chatId,
      unreachable + c.chatId,
    );
    if (!chat) return false;
    const isNew = chat.registered_at === null;
    if (!isNew) db.run('UPDATE chats SET closed_at = NULL, removed_at = NULL, archived_at = NULL WHERE id = ?', c.chatId);
    if (isNew || chat.workspace_id !== c.workspaceId) openSession(db, c, now);
    if (isNew && chat.kind !== 'self') {
      // A group stands for its members until they are known: it is not the owner.
      const who = { kind: String(chat.channel), keys: [String(chat.chat_key)], name: String(chat.name) };
      const { person } = identify(db, who, now);
      db.run('INSERT INTO chat_members(chat_id, person_id) VALUES (?, ?) ON CONFLICT DO NOTHING', c.chatId, person.id);
    }
    db.event({ topic: 'chat', entityId: c.chatId, chatId: c.chatId });
    return true;
  });

const openSession = (db: Db, c: OpenChat, now: number): void => {
  const sessionId = newId('ses', now);
  db.run('UPDATE sessions SET closed_at = ? WHERE chat_id = ? AND closed_at IS NULL', now, c.chatId);
  db.run(
    'UPDATE chats SET registered_at = coalesce(registered_at, ?), workspace_id = ?, open_session_id = ? WHERE id = ?',
    now,
    c.workspaceId,
    sessionId,
    c.chatId,
  );
  db.run('INSERT INTO sessions(id, chat_id, opened_at) VALUES (?, ?, ?)', sessionId, c.chatId, now);
};

/** What somebody's chat with themselves is called in the beginning, by the name of its link. */
export const selfChatName = (link: string): string => `Yourself on ${link}`;

/** The owner's chat with themselves in their own number, opened when nothing was said there yet. Null when they closed it. */
export const openSelfChat = (db: Db, connectionId: string, now: number): string | null =>
  db.tx(() => {
    const line = db.get("SELECT name, self_keys FROM connections WHERE id = ? AND mode = 'own'", connectionId);
    const admin = db.get('SELECT id FROM workspaces WHERE is_admin = 1');
    const [chatKey, ...aliases] = line ? (JSON.parse(String(line.self_keys)) as string[]) : [];
    if (!line || !admin || chatKey === undefined) return null;
    const noted = noteChat(db, { connectionId, chatKey, aliases, kind: 'self', name: selfChatName(String(line.name)), at: now }, now);
    if (noted.wasClosed) return null;
    registerChat(db, { chatId: noted.id, workspaceId: String(admin.id) }, now);
    return noted.id;
  });
