import type { Attachment, FileKind, MissingFile } from '#contract/model/files.ts';
import { attachFiles } from './blob-refs.ts';
import type { Db, Row } from './open.ts';
import { taintFiles } from './taint.ts';

/** One of them with its place: `ord` counts within the message. */
export interface KeptMissing extends MissingFile {
  readonly messageId: string;
  readonly ord: number;
}
export interface MissingOfLine extends KeptMissing {
  readonly sentAt: number;
  readonly connectionId: string;
  readonly channel: string;
  readonly workspaceId: string;
}

/** A column `missing`: the files of the message whose id is in `column` that are not here, as JSON; NULL when there are none. */
export const missingOf = (column: string): string =>
  `(SELECT CASE WHEN count(*) = 0 THEN NULL ELSE json_group_array(json_object('kind', f.kind, 'name', f.name, 'bytes', f.bytes, 'ref', f.ref, 'reasonCode', f.reason_code) ORDER BY f.ord) END
    FROM missing_files f WHERE f.message_id = ${column}) AS missing`;

/** Inside the transaction that stores a message. */
export const keepMissing = (db: Db, messageId: string, files: readonly MissingFile[]): void => {
  for (const [ord, f] of files.entries())
    db.run(
      'INSERT INTO missing_files(message_id, ord, kind, name, bytes, ref, reason_code) VALUES (?, ?, ?, ?, ?, ?, ?)',
      messageId,
      ord,
      f.kind,
      f.name,
      f.bytes,
      f.ref,
      f.reasonCode,
    );
};

const select = `SELECT f.*, m.sent_at, m.connection_id, n.channel, c.workspace_id FROM missing_files f JOIN messages m ON m.id = f.message_id
  JOIN chats c ON c.id = m.chat_id JOIN connections n ON n.id = m.connection_id WHERE m.deleted_at IS NULL AND c.workspace_id IS NOT NULL`;
const rowOf = (row: Row): MissingOfLine => ({
  messageId: String(row.message_id),
  ord: Number(row.ord),
  kind: row.kind as FileKind,
  name: String(row.name),
  bytes: row.bytes === null ? null : Number(row.bytes),
  ref: String(row.ref),
  reasonCode: String(row.reason_code),
  sentAt: Number(row.sent_at),
  connectionId: String(row.connection_id),
  channel: String(row.channel),
  workspaceId: String(row.workspace_id),
});

export const createMissingFiles = (db: Db) => {
  const told = (messageId: string): void => {
    const chatId = String(db.get('SELECT chat_id FROM messages WHERE id = ?', messageId)?.chat_id);
    db.event({ topic: 'message', entityId: messageId, chatId });
  };
  return {
    ofMessage: (messageId: string): MissingOfLine[] => db.all(`${select} AND f.message_id = ? ORDER BY f.ord`, messageId).map(rowOf),
    /** Those of a linked number that may come when it is asked again, of messages since `since`, oldest first. */
    waiting: (connectionId: string, since: number): MissingOfLine[] =>
      db
        .all(
          `${select} AND m.connection_id = ? AND m.accepted_at >= ? AND f.reason_code = 'file-missing-offline' ORDER BY m.seq, f.ord`,
          connectionId,
          since,
        )
        .map(rowOf),
    /** It lies in the workspace now and belongs to its message. */
    found: (f: MissingOfLine, file: Attachment): void =>
      db.tx(() => {
        const message = db.get('SELECT chat_id, role_at_accept FROM messages WHERE id = ?', f.messageId);
        const chatId = String(message?.chat_id);
        db.run('DELETE FROM missing_files WHERE message_id = ? AND ord = ?', f.messageId, f.ord);
        if (message?.role_at_accept !== 'owner') taintFiles(db, f.workspaceId, `a file of message ${f.messageId}`);
        attachFiles(db, { chatId, messageId: f.messageId, workspaceId: f.workspaceId, files: [file] });
        told(f.messageId);
      }),
    stillMissing: (f: KeptMissing, reasonCode: string): void =>
      db.tx(() => {
        if (f.reasonCode === reasonCode) return;
        db.run('UPDATE missing_files SET reason_code = ? WHERE message_id = ? AND ord = ?', reasonCode, f.messageId, f.ord);
        told(f.messageId);
      }),
  };
};
export type MissingFiles = ReturnType<typeof createMissingFiles>;
