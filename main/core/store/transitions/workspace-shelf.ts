import { AppError } from '#contract/errors.ts';
import type { AuditEntry } from '#contract/model/records.ts';
import type { Db } from '../open.ts';

export type Append = (entry: AuditEntry) => void;
export const entryOf = (workspaceId: string, outcome: string, detail: string): AuditEntry => ({
  actor: 'owner',
  workspaceId,
  turnId: null,
  callHash: null,
  decision: 'allow',
  rule: 'workspace-shelf',
  outcome,
  detail,
});
export const changed = (db: Db, id: string): void => {
  db.event({ topic: 'workspace', entityId: id });
  db.event({ topic: 'chat', entityId: id });
};

/** Out of the lists: its chats are hidden, its messages wait, its tasks rest. Everything stays where it is. */
export const archiveWorkspace = (db: Db, id: string, now: number): void =>
  db.tx(() => {
    if (db.run('UPDATE workspaces SET archived_at = ? WHERE id = ? AND archived_at IS NULL AND is_admin = 0', now, id)) changed(db, id);
  });

export const unarchiveWorkspace = (db: Db, id: string): void =>
  db.tx(() => {
    if (db.run('UPDATE workspaces SET archived_at = NULL WHERE id = ? AND deleted_at IS NULL', id)) changed(db, id);
  });

/** Into the trash; its name is free for another one from now on. Its turns must have ended before. */
export const trashWorkspace = (db: Db, id: string, append: Append, now: number): void =>
  db.tx(() => {
    if (db.get("SELECT 1 FROM turns WHERE workspace_id = ? AND state IN ('running', 'waiting')", id)) throw new AppError('turn-running');
    const row = db.get('SELECT name FROM workspaces WHERE id = ? AND deleted_at IS NULL AND is_admin = 0', id);
    if (!row) throw new AppError('not-found', { what: 'workspace', name: id });
    db.run(
      'UPDATE workspaces SET folder = coalesce(folder, name), deleted_name = name, name = ?, deleted_at = ?, archived_at = coalesce(archived_at, ?) WHERE id = ?',
      `deleted:${id}`,
      now,
      now,
      id,
    );
    append(entryOf(id, 'trashed', String(row.name)));
    changed(db, id);
  });

/** Out of the trash as it was; with a number behind its name when that was taken meanwhile. Returns the name. */
export const restoreWorkspace = (db: Db, id: string, append: Append): string =>
  db.tx(() => {
    const row = db.get('SELECT deleted_name FROM workspaces WHERE id = ? AND deleted_at IS NOT NULL', id);
    if (!row) throw new AppError('not-found', { what: 'workspace', name: id });
    const wanted = String(row.deleted_name);
    let name = wanted;
    for (let n = 2; db.get('SELECT 1 FROM workspaces WHERE name = ?', name); n++) name = `${wanted}-${n}`;
    db.run('UPDATE workspaces SET name = ?, deleted_name = NULL, deleted_at = NULL, archived_at = NULL WHERE id = ?', name, id);
    append(entryOf(id, 'restored', name));
    changed(db, id);
    return name;
  });
