import { AppError } from '#contract/errors.ts';
import type { AuditEntry } from '#contract/model/records.ts';
import type { Db } from '../open.ts';

type Append = (entry: AuditEntry) => void;
const entryOf = (workspaceId: string, outcome: string, detail: string): AuditEntry => ({
  actor: 'owner',
  workspaceId,
  turnId: null,
  callHash: null,
  decision: 'allow',
  rule: 'workspace-shelf',
  outcome,
  detail,
});
const changed = (db: Db, id: string): void => {
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

const chats = 'SELECT id FROM chats WHERE workspace_id = $id';
const turns = `SELECT id FROM turns WHERE workspace_id = $id OR chat_id IN (${chats})`;
const steps = `SELECT id FROM steps WHERE turn_id IN (${turns})`;
const seqs = `SELECT seq FROM messages WHERE chat_id IN (${chats})`;
const messages = `SELECT id FROM messages WHERE chat_id IN (${chats})`;
const tasks = `SELECT id FROM tasks WHERE workspace_id = $id OR chat_id IN (${chats})`;

/** Every table that hangs on a workspace, and which of its rows. A test finds the ones that are missing here. */
export const partsOfWorkspace: readonly { readonly table: string; readonly where: string }[] = [
  { table: 'blob_refs', where: `workspace_id = $id OR (owner_kind = 'draft' AND owner_id IN (${chats}))` },
  { table: 'turn_messages', where: `turn_id IN (${turns}) OR message_seq IN (${seqs})` },
  { table: 'message_versions', where: `message_id IN (${messages})` },
  { table: 'reservations', where: `turn_id IN (${turns}) OR step_id IN (${steps})` },
  { table: 'asks', where: `workspace_id = $id OR turn_id IN (${turns})` },
  { table: 'deliveries', where: `chat_id IN (${chats})` },
  { table: 'occurrences', where: `task_id IN (${tasks})` },
  { table: 'tasks', where: `workspace_id = $id OR chat_id IN (${chats})` },
  { table: 'messages', where: `chat_id IN (${chats})` },
  { table: 'steps', where: `turn_id IN (${turns})` },
  { table: 'turns', where: `workspace_id = $id OR chat_id IN (${chats})` },
  { table: 'drafts', where: `chat_id IN (${chats})` },
  { table: 'chat_members', where: `chat_id IN (${chats})` },
  { table: 'sessions', where: `chat_id IN (${chats})` },
  { table: 'chats', where: 'workspace_id = $id' },
  { table: 'memories', where: 'workspace_id = $id' },
  { table: 'memory_trash', where: 'workspace_id = $id' },
  { table: 'rules', where: 'workspace_id = $id' },
  { table: 'sandboxes', where: 'workspace_id = $id' },
  { table: 'workspace_hosts', where: 'workspace_id = $id' },
  { table: 'workspace_mounts', where: 'workspace_id = $id' },
  { table: 'connections_made', where: 'workspace_id = $id' },
  { table: 'workspace_accounts', where: 'workspace_id = $id' },
  { table: 'workspaces', where: 'id = $id' },
];

/** Deletes a workspace of the trash for good, with everything that hangs on it. What it spent and the audit log stay. */
export const purgeWorkspace = (db: Db, id: string, append: Append): void =>
  db.tx(() => {
    const row = db.get('SELECT deleted_name FROM workspaces WHERE id = ? AND deleted_at IS NOT NULL', id);
    if (!row) throw new AppError('not-found', { what: 'workspace', name: id });
    // Chats and their sessions point at each other: looked at once all are gone.
    db.run('PRAGMA defer_foreign_keys = ON');
    for (const { table, where } of partsOfWorkspace) {
      const sql = where.replaceAll('$id', '?1');
      db.run(`DELETE FROM ${table} WHERE ${sql}`, id);
    }
    append(entryOf(id, 'purged', String(row.deleted_name)));
    changed(db, id);
  });
