import type { Attachment } from '#contract/model/files.ts';
import type { Db, Row } from './open.ts';

/** A file that lies in a chat's draft. */
export type DraftFile = Omit<Attachment, 'path'>;

const insertRef = 'INSERT OR IGNORE INTO blob_refs(sha256, owner_kind, owner_id, name, workspace_id, path) VALUES (?, ?, ?, ?, ?, ?)';
const fileSelect =
  'SELECT r.sha256, r.name, b.mime, b.bytes, r.path FROM blob_refs r JOIN blobs b ON b.sha256 = r.sha256 WHERE r.owner_kind = ? AND r.owner_id = ? ORDER BY r.rowid';

const filesOf = (kind: 'attachment' | 'step', column: string, name: string): string =>
  `(SELECT CASE WHEN count(*) = 0 THEN NULL ELSE json_group_array(json_object('sha256', r.sha256, 'name', r.name, 'mime', b.mime, 'bytes', b.bytes, 'path', r.path) ORDER BY r.rowid) END
    FROM blob_refs r JOIN blobs b ON b.sha256 = r.sha256 WHERE r.owner_kind = '${kind}' AND r.owner_id = ${column}) AS ${name}`;
/** A column `attachments`: the files of the message whose id is in `column`, as JSON; NULL when there are none. */
export const attachmentsOf = (column: string): string => filesOf('attachment', column, 'attachments');
/** A column `pictures`: what the call in the step whose id is in `column` looked at; likewise. */
export const picturesOf = (column: string): string => filesOf('step', column, 'pictures');

/** Inside the transaction that ends a call: the picture that it looked at. */
export const keepPicture = (db: Db, stepId: string, file: Attachment, now: number): void => {
  db.run('INSERT OR IGNORE INTO blobs(sha256, mime, bytes, created_at) VALUES (?, ?, ?, ?)', file.sha256, file.mime, file.bytes, now);
  const workspaceId =
    db.get('SELECT t.workspace_id FROM steps s JOIN turns t ON t.id = s.turn_id WHERE s.id = ?', stepId)?.workspace_id ?? null;
  db.run(insertRef, file.sha256, 'step', stepId, file.name, workspaceId, file.path);
};

const fileOf = (row: Row): DraftFile => ({
  sha256: String(row.sha256),
  name: String(row.name),
  mime: String(row.mime),
  bytes: Number(row.bytes),
});

/** The files in a chat's draft, in the order in which they were added. */
export const draftFiles = (db: Db, chatId: string): DraftFile[] => db.all(fileSelect, 'draft', chatId).map(fileOf);

/** Inside the transaction that stores a message: its files leave the draft and belong to it. */
export const attachFiles = (
  db: Db,
  o: { chatId: string; messageId: string; workspaceId: string | null; files: readonly Attachment[] },
): void => {
  for (const file of o.files) {
    db.run(insertRef, file.sha256, 'attachment', o.messageId, file.name, o.workspaceId, file.path);
    db.run("DELETE FROM blob_refs WHERE owner_kind = 'draft' AND owner_id = ? AND sha256 = ?", o.chatId, file.sha256);
    db.run("DELETE FROM blob_refs WHERE owner_kind = 'plugin' AND sha256 = ?", file.sha256);
  }
};

export const createBlobRefs = (db: Db, now: () => number) => ({
  add: (ref: { sha256: string; bytes: number; mime: string; ownerKind: string; ownerId: string; workspaceId: string | null }): void =>
    db.tx(() => {
      db.run('INSERT OR IGNORE INTO blobs(sha256, mime, bytes, created_at) VALUES (?, ?, ?, ?)', ref.sha256, ref.mime, ref.bytes, now());
      db.run(insertRef, ref.sha256, ref.ownerKind, ref.ownerId, null, ref.workspaceId, null);
    }),
  addDraftFile: (chatId: string, file: DraftFile): void =>
    db.tx(() => {
      db.run(
        'INSERT INTO blobs(sha256, mime, bytes, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET mime = excluded.mime',
        file.sha256,
        file.mime,
        file.bytes,
        now(),
      );
      db.run(insertRef, file.sha256, 'draft', chatId, file.name, null, null);
      db.event({ topic: 'chat', entityId: chatId, chatId, payload: { draft: true } });
    }),
  dropDraftFile: (chatId: string, sha256: string): void =>
    db.tx(() => {
      db.run("DELETE FROM blob_refs WHERE owner_kind = 'draft' AND owner_id = ? AND sha256 = ?", chatId, sha256);
      db.event({ topic: 'chat', entityId: chatId, chatId, payload: { draft: true } });
    }),
  /** A file that a person sent or is about to send, or that a call of the model would send; null for anything else that is kept. */
  sentFile: (sha256: string): DraftFile | null => {
    const row = db.get(
      "SELECT r.sha256, r.name, b.mime, b.bytes FROM blob_refs r JOIN blobs b ON b.sha256 = r.sha256 WHERE r.sha256 = ? AND r.owner_kind IN ('attachment', 'draft', 'call') LIMIT 1",
      sha256,
    );
    return row ? fileOf(row) : null;
  },
  /** Bytes that a call of the model is about, from before anybody is asked until they are sent. */
  holdForCall: (callId: string, file: DraftFile, workspaceId: string): void =>
    db.tx(() => {
      db.run(
        'INSERT INTO blobs(sha256, mime, bytes, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET mime = excluded.mime',
        file.sha256,
        file.mime,
        file.bytes,
        now(),
      );
      db.run(insertRef, file.sha256, 'call', callId, file.name, workspaceId, null);
    }),
  /** Calls that were refused, and those of turns that are over. */
  dropCallsOver: (): void =>
    void db.run(
      "DELETE FROM blob_refs WHERE owner_kind = 'call' AND owner_id NOT IN (SELECT call_id FROM asks WHERE state IN ('pending', 'answered') AND used_at IS NULL)",
    ),
  /** What plugins handed over to an earlier host and no message has; such a message comes again. */
  dropHandedOver: (): void => void db.run("DELETE FROM blob_refs WHERE owner_kind = 'plugin'"),
  isReferred: (sha256: string): boolean =>
    db.get(
      'SELECT 1 FROM blob_refs WHERE sha256 = ? UNION ALL SELECT 1 FROM steps WHERE output_blob = ? UNION ALL SELECT 1 FROM file_changes WHERE before_blob = ? LIMIT 1',
      sha256,
      sha256,
      sha256,
    ) !== undefined,
});
export type BlobRefs = ReturnType<typeof createBlobRefs>;
