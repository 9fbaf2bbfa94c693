import { hiddenValue, shortestSecret } from '#contract/model/typed-secret.ts';
import { newId } from '../../base/ids.ts';
import type { Db, Row } from '../open.ts';

/** Something that somebody did to a message that is there already. */
export interface Change {
  readonly connectionId: string;
  readonly chatId: string;
  /** The network's id of the message. */
  readonly target: string;
  readonly personId: string;
  readonly role: 'owner' | 'allowed' | 'unknown';
}
const longestEmoji = 32;

/**
 * A new version of a message by its author; `hide` is a secret that goes from all of it. One that no turn has claimed says the new text from then on; of any other the
 * model keeps what it was told and gets a note. False when there is no such message of theirs, or it says that already.
 */
export const editMessage = (db: Db, c: Change & { readonly text: string; readonly hide?: string }, now: number): boolean =>
  db.tx(() => {
    const message = targetOf(db, c);
    if (!message || !isAuthor(message, c) || message.deleted_at !== null) return false;
    const id = String(message.id);
    if (c.hide !== undefined) hideBefore(db, message, c.hide);
    if (message.text === c.text) return false;
    const told = isTold(db, message);
    const version = Number(db.get('SELECT count(*) AS n FROM message_versions WHERE message_id = ?', id)?.n) + 1;
    db.run(
      'INSERT INTO message_versions(message_id, version, text, at, told) VALUES (?, ?, ?, ?, ?)',
      id,
      version,
      without(String(message.text ?? ''), c.hide),
      now,
      told ? 1 : 0,
    );
    db.run('UPDATE messages SET text = ?, edited_at = ? WHERE id = ?', c.text, now, id);
    if (told) note(db, message, { ...c, code: 'message-edited' }, now);
    db.event({ topic: 'message', entityId: id, chatId: c.chatId, payload: { edited: true } });
    return true;
  });

/**
 * Its author, or an admin of the group, took a message back for everybody: its text, its earlier versions and its files are
 * gone from here as well, and a mark stays. One that waits is not answered.
 */
export const deleteMessage = (db: Db, c: Change, now: number): boolean =>
  db.tx(() => {
    const message = targetOf(db, c);
    if (!message || message.deleted_at !== null || !(isAuthor(message, c) || isAdmin(db, c))) return false;
    const id = String(message.id);
    if (isTold(db, message)) note(db, message, { ...c, text: '', code: 'message-deleted' }, now);
    db.run('DELETE FROM message_versions WHERE message_id = ?', id);
    // Notes of its edits quote it.
    db.run("UPDATE messages SET text = '', deleted_at = ? WHERE quote_id = ? AND reason_code = 'message-edited'", now, id);
    db.run("DELETE FROM blob_refs WHERE owner_kind = 'attachment' AND owner_id = ?", id);
    db.run('DELETE FROM missing_files WHERE message_id = ?', id);
    db.run("UPDATE messages SET text = '', command = NULL, deleted_at = ? WHERE id = ?", now, id);
    db.run(
      "UPDATE messages SET state = 'ignored', reason_code = 'message-deleted', reason_params = '{}' WHERE id = ? AND state IN ('received', 'queued')",
      id,
    );
    db.event({ topic: 'message', entityId: id, chatId: c.chatId, payload: { deleted: true } });
    return true;
  });

/** One person has at most one reaction on a message; an empty one takes it back. Also on what the assistant said. */
export const reactTo = (db: Db, c: Change & { readonly emoji: string }, now: number): boolean =>
  db.tx(() => {
    const message = targetOf(db, c) ?? ownTargetOf(db, c);
    if (!message || message.deleted_at !== null || c.emoji.length > longestEmoji) return false;
    const id = String(message.id);
    if (c.emoji === '') db.run('DELETE FROM message_reactions WHERE message_id = ? AND person_id = ?', id, c.personId);
    else
      db.run(
        'INSERT INTO message_reactions(message_id, person_id, emoji, at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET emoji = excluded.emoji, at = excluded.at',
        id,
        c.personId,
        c.emoji,
        now,
      );
    const turnId = message.turn_id;
    if (message.origin === 'agent' && typeof turnId === 'string') db.event({ topic: 'turn', entityId: turnId, chatId: c.chatId });
    db.event({ topic: 'message', entityId: id, chatId: c.chatId, payload: { reaction: true } });
    return true;
  });

const without = (text: string, value: string | undefined): string =>
  value === undefined || value.length < shortestSecret ? text : text.replaceAll(value, hiddenValue);

/** A value that turned out to be a secret goes from what the message said before. */
const hideBefore = (db: Db, message: Row, value: string): void => {
  if (value.length < shortestSecret) return;
  const id = String(message.id);
  db.run('UPDATE message_versions SET text = replace(text, ?, ?) WHERE message_id = ?', value, hiddenValue, id);
  db.run("UPDATE messages SET text = replace(text, ?, ?) WHERE quote_id = ? AND reason_code = 'message-edited'", value, hiddenValue, id);
};

const targetOf = (db: Db, c: Change): Row | undefined =>
  db.get(
    "SELECT * FROM messages WHERE connection_id = ? AND external_id = ? AND chat_id = ? AND origin IN ('human', 'command')",
    c.connectionId,
    c.target,
    c.chatId,
  );
const ownTargetOf = (db: Db, c: Change): Row | undefined =>
  db.get(
    "SELECT m.* FROM deliveries d JOIN messages m ON m.id = d.message_id WHERE d.connection_id = ? AND d.external_id = ? AND d.chat_id = ? AND d.op = 'post'",
    c.connectionId,
    c.target,
    c.chatId,
  );

const isAuthor = (message: Row, c: Change): boolean => message.person_id === c.personId;
const isAdmin = (db: Db, c: Change): boolean =>
  db.get('SELECT 1 FROM chat_members WHERE chat_id = ? AND person_id = ? AND is_admin = 1 AND left_at IS NULL', c.chatId, c.personId) !==
  undefined;
const isTold = (db: Db, message: Row): boolean =>
  db.get('SELECT 1 FROM turn_messages WHERE message_seq = ?', message.seq as number) !== undefined;

/** For the model alone, before its next call: what it was told is not what stands there any more. */
const note = (db: Db, message: Row, c: Change & { text: string; code: 'message-edited' | 'message-deleted' }, now: number): void => {
  const id = newId('msg', now);
  db.run(
    `INSERT INTO messages(id, chat_id, connection_id, session_id, external_key, person_id, origin, audience, role_at_accept, state, reason_code, reason_params, text, quote_id, sent_at, accepted_at)
     SELECT ?, c.id, c.connection_id, c.open_session_id, ?, ?, 'harness', 'model', ?, 'answered', ?, '{}', ?, ?, ?, ? FROM chats c WHERE c.id = ?`,
    id,
    `own:${id}`,
    c.personId,
    c.role,
    c.code,
    c.text,
    String(message.id),
    message.sent_at as number,
    now,
    c.chatId,
  );
};
