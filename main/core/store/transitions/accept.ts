import type { Attachment, MissingFile } from '#contract/model/files.ts';
import type { Reason } from '#contract/model/reason.ts';
import type { Message } from '#contract/model/records.ts';
import type { Role } from '#contract/model/states.ts';
import { chatTitle } from '#contract/text/chat-title.ts';
import { attachFiles } from '../blob-refs.ts';
import { keepMissing } from '../missing-files.ts';
import type { Db } from '../open.ts';
import { messageOf } from '../rows.ts';
import { taintFiles } from '../taint.ts';

export interface NewMessage {
  readonly id: string;
  readonly chatId: string;
  readonly externalKey: string;
  readonly personId: string;
  readonly role: Role;
  readonly origin: 'human' | 'task' | 'command';
  readonly audience: Message['audience'];
  readonly text: string;
  readonly sentAt: number;
  readonly late: boolean;
  /** The network's id of it, and of the message that it quotes. */
  readonly externalId?: string;
  readonly quotes?: string;
  /** Kept to be read, and answered by nobody: the code says why. */
  readonly aside?: string;
  /** Already in the workspace's folder. */
  readonly attachments?: readonly Attachment[];
  /** Not here. */
  readonly missing?: readonly MissingFile[];
}
export interface Accepted {
  readonly message: Message;
  /** The same external key was stored before: nothing new happened. */
  readonly duplicate: boolean;
}

/** Stores messages once each by (connection, external key), in one transaction and in order. */
export const acceptMessages = (db: Db, list: readonly NewMessage[], now: number): Accepted[] =>
  db.tx(() =>
    list.map((m) => {
      const chat = db.get('SELECT connection_id, open_session_id, workspace_id, name FROM chats WHERE id = ?', m.chatId);
      if (!chat) throw new Error(`no chat ${m.chatId}`);
      const connectionId = String(chat.connection_id);
      const before = db.get('SELECT * FROM messages WHERE connection_id = ? AND external_key = ?', connectionId, m.externalKey);
      if (before) return { message: messageOf(before), duplicate: true };
      db.run(
        `INSERT INTO messages(id, chat_id, connection_id, session_id, external_key, person_id, origin, audience, role_at_accept, state, reason_code, reason_params, text, sent_at, accepted_at, late, external_id, quote_id)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        m.id,
        m.chatId,
        connectionId,
        chat.open_session_id ?? null,
        m.externalKey,
        m.personId,
        m.origin,
        m.audience,
        m.role,
        m.aside === undefined ? 'received' : 'ignored',
        m.aside ?? null,
        m.aside === undefined ? null : '{}',
        m.text,
        m.sentAt,
        now,
        m.late ? 1 : 0,
        m.externalId ?? null,
        m.quotes === undefined ? null : quotedIn(db, connectionId, m.chatId, m.quotes),
      );
      // Something new happens there: it is back among the chats.
      db.run('UPDATE chats SET last_at = ?, archived_at = NULL, removed_at = NULL WHERE id = ?', now, m.chatId);
      const files = m.attachments ?? [];
      const workspaceId = chat.workspace_id === null ? null : String(chat.workspace_id);
      if (files.length > 0) attachFiles(db, { chatId: m.chatId, messageId: m.id, workspaceId, files });
      if (files.length > 0 && m.role !== 'owner' && workspaceId !== null) taintFiles(db, workspaceId, `a file of message ${m.id}`);
      keepMissing(db, m.id, m.missing ?? []);
      if (chat.name === '') nameChat(db, m);
      db.event({ topic: 'message', entityId: m.id, chatId: m.chatId, payload: { origin: m.origin } });
      return { message: messageOf(db.get('SELECT * FROM messages WHERE id = ?', m.id) as never), duplicate: false };
    }),
  );

const quotedIn = (db: Db, connectionId: string, chatId: string, externalId: string): string | null => {
  const row =
    db.get('SELECT id FROM messages WHERE connection_id = ? AND external_id = ? AND chat_id = ?', connectionId, externalId, chatId) ??
    db.get(
      'SELECT message_id AS id FROM deliveries WHERE connection_id = ? AND external_id = ? AND chat_id = ?',
      connectionId,
      externalId,
      chatId,
    );
  return typeof row?.id === 'string' ? row.id : null;
};

// A chat without a name gets the one of the first thing that is said in it; `/stop` and the like say nothing.
const nameChat = (db: Db, m: NewMessage): void => {
  if (m.origin === 'command' && m.audience !== 'both') return;
  const name = chatTitle(m.text) || m.attachments?.[0]?.name || '';
  if (name === '') return;
  db.run('UPDATE chats SET name = ? WHERE id = ?', name, m.chatId);
  db.event({ topic: 'chat', entityId: m.chatId, chatId: m.chatId, payload: { name } });
};

/** A command's outcome; from then on the next turn shows it to the model. */
export const finishCommand = (db: Db, messageId: string, result: NonNullable<Message['command']>): void =>
  db.tx(() => {
    db.run("UPDATE messages SET state = 'answered', command = ? WHERE id = ?", JSON.stringify(result), messageId);
    db.event({ topic: 'message', entityId: messageId, chatId: chatOf(db, messageId) });
  });

/** A command that could not be carried out. */
export const failCommand = (db: Db, messageId: string, why: Reason, line: string): void =>
  db.tx(() => {
    db.run(
      "UPDATE messages SET state = 'failed', reason_code = ?, reason_params = ?, command = ? WHERE id = ?",
      why.code,
      JSON.stringify(why.params),
      JSON.stringify({ line, exitCode: null, output: '', outputBlob: null }),
      messageId,
    );
    db.event({ topic: 'message', entityId: messageId, chatId: chatOf(db, messageId) });
  });

const chatOf = (db: Db, messageId: string): string => String(db.get('SELECT chat_id FROM messages WHERE id = ?', messageId)?.chat_id);
