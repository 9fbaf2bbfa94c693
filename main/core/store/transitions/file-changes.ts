import { AppError } from '#contract/errors.ts';
import { reason } from '#contract/model/reason.ts';
import type { Db } from '../open.ts';
import { post } from './post.ts';

/** What a tool did to one file. */
export interface FileChange {
  readonly path: string;
  /** What was there before, in the blobs; null: nothing. */
  readonly beforeBlob: string | null;
  readonly afterHash: string;
}

/** How long what was there before is kept. */
export const undoChangeMs = 3_600_000;

/** Inside the transaction that ends the step. What is too old to be taken back is forgotten by the way. */
export const keepChange = (db: Db, c: FileChange & { stepId: string }, now: number): void => {
  db.run('DELETE FROM file_changes WHERE undone_at IS NULL AND at < ?', now - undoChangeMs);
  db.run(
    `INSERT OR IGNORE INTO file_changes(step_id, workspace_id, path, before_blob, after_hash, at)
     SELECT s.id, t.workspace_id, ?, ?, ?, ? FROM steps s JOIN turns t ON t.id = s.turn_id WHERE s.id = ?`,
    c.path,
    c.beforeBlob,
    c.afterHash,
    now,
    c.stepId,
  );
};

/** Until when a step's change can be taken back, and whether it was. */
export const changeView = (db: Pick<Db, 'get'>, stepId: string): { undoUntil: number; undoneAt: number | null } | null => {
  const row = db.get('SELECT at, undone_at FROM file_changes WHERE step_id = ?', stepId);
  return row ? { undoUntil: Number(row.at) + undoChangeMs, undoneAt: row.undone_at === null ? null : Number(row.undone_at) } : null;
};

export interface UndoableChange extends FileChange {
  readonly workspaceId: string;
}

/** Throws change-too-old or change-undone. */
export const undoableChange = (db: Pick<Db, 'get'>, stepId: string, now: number): UndoableChange => {
  const row = db.get('SELECT * FROM file_changes WHERE step_id = ?', stepId);
  if (!row || (row.undone_at === null && Number(row.at) + undoChangeMs < now)) throw new AppError('change-too-old');
  if (row.undone_at !== null) throw new AppError('change-undone', { path: String(row.path) });
  return {
    workspaceId: String(row.workspace_id),
    path: String(row.path),
    beforeBlob: row.before_blob === null ? null : String(row.before_blob),
    afterHash: String(row.after_hash),
  };
};

/** It was taken back: the thread shows it, and the model is told with the next message. */
export const markUndone = (db: Db, o: { stepId: string; messageId: string }, now: number): void =>
  db.tx(() => {
    const row = db.get(
      'SELECT c.path, t.id AS turn, t.chat_id FROM file_changes c JOIN steps s ON s.id = c.step_id JOIN turns t ON t.id = s.turn_id WHERE c.step_id = ?',
      o.stepId,
    );
    if (!row) return;
    const [path, chatId] = [String(row.path), String(row.chat_id)];
    db.run('UPDATE file_changes SET undone_at = ?, before_blob = NULL WHERE step_id = ?', now, o.stepId);
    db.event({ topic: 'step', entityId: o.stepId, chatId, payload: { turnId: String(row.turn), state: 'done' } });
    post(
      db,
      {
        messageId: o.messageId,
        chatId,
        origin: 'harness',
        audience: 'both',
        text: `The change to ${path} was taken back: it is as it was before.`,
        reason: reason('change-undone', { path }),
        turnId: null,
        role: 'notice',
        parts: [],
        source: { kind: 'message', id: o.messageId },
      },
      now,
    );
  });
