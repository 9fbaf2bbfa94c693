import { AppError } from '#contract/errors.ts';
import type { Db } from '../open.ts';
import { type Append, changed, entryOf } from './workspace-shelf.ts';

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
  { table: 'missing_files', where: `message_id IN (${messages})` },
  { table: 'message_versions', where: `message_id IN (${messages})` },
  { table: 'message_reactions', where: `message_id IN (${messages})` },
  { table: 'reservations', where: `turn_id IN (${turns}) OR step_id IN (${steps})` },
  { table: 'asks', where: `workspace_id = $id OR turn_id IN (${turns})` },
  { table: 'deliveries', where: `chat_id IN (${chats})` },
  { table: 'occurrences', where: `task_id IN (${tasks})` },
  { table: 'tasks', where: `workspace_id = $id OR chat_id IN (${chats})` },
  { table: 'file_changes', where: `workspace_id = $id OR step_id IN (${steps})` },
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
  { table: 'workspace_secrets', where: 'workspace_id = $id' },
  { table: 'workspace_accounts', where: 'workspace_id = $id' },
  { table: 'workspaces', where: 'id = $id' },
];

/** Inside a transaction whose foreign keys are looked at in the end. */
export const deleteWorkspaceRows = (db: Db, id: string): void => {
  for (const { table, where } of partsOfWorkspace) db.run(`DELETE FROM ${table} WHERE ${where.replaceAll('$id', '?1')}`, id);
};

// A slice is done in a few milliseconds, and the loop is free after each.
const messagesAtOnce = 50;
const turnsAtOnce = 25;
const deliveriesAtOnce = 100;

/**
 * Deletes some of what hangs on a workspace of the trash, in one short transaction. False when little is left, which is for
 * purgeWorkspace. A host that dies in between goes on at its next start.
 */
export const purgeSlice = (db: Db, id: string): boolean =>
  db.tx(() => {
    if (!db.get('SELECT 1 FROM workspaces WHERE id = ? AND deleted_at IS NOT NULL', id)) return false;
    const some = (sql: string, atOnce: number) => db.all(`${sql} LIMIT ${atOnce}`.replaceAll('$id', '?1'), id);
    const goneMessages = some(`SELECT seq, id FROM messages WHERE chat_id IN (${chats})`, messagesAtOnce);
    for (const { seq, id: messageId } of goneMessages) {
      db.run('DELETE FROM turn_messages WHERE message_seq = ?', seq ?? null);
      for (const table of ['missing_files', 'message_versions', 'message_reactions'])
        db.run(`DELETE FROM ${table} WHERE message_id = ?`, messageId ?? null);
      db.run('DELETE FROM messages WHERE seq = ?', seq ?? null);
    }
    if (goneMessages.length > 0) return true;
    const goneDeliveries = some(
      `SELECT id FROM deliveries d WHERE chat_id IN (${chats}) AND NOT EXISTS (SELECT 1 FROM deliveries WHERE target_delivery_id = d.id)`,
      deliveriesAtOnce,
    );
    for (const delivery of goneDeliveries) db.run('DELETE FROM deliveries WHERE id = ?', delivery.id ?? null);
    // A turn goes after those that it started.
    const goneTurns = some(
      `SELECT id FROM turns t WHERE chat_id IN (${chats}) AND NOT EXISTS (SELECT 1 FROM turns WHERE parent_turn_id = t.id)`,
      turnsAtOnce,
    );
    for (const { id: turnId } of goneTurns) deleteTurn(db, String(turnId));
    return goneDeliveries.length + goneTurns.length > 0;
  });

const deleteTurn = (db: Db, turnId: string): void => {
  for (const table of ['turn_messages', 'reservations', 'asks']) db.run(`DELETE FROM ${table} WHERE turn_id = ?`, turnId);
  db.run('DELETE FROM file_changes WHERE step_id IN (SELECT id FROM steps WHERE turn_id = ?)', turnId);
  db.run('DELETE FROM steps WHERE turn_id = ?', turnId);
  db.run('DELETE FROM turns WHERE id = ?', turnId);
};

/** Deletes a workspace of the trash for good, with everything that hangs on it. What it spent and the audit log stay. */
export const purgeWorkspace = (db: Db, id: string, append: Append): void =>
  db.tx(() => {
    const row = db.get('SELECT deleted_name FROM workspaces WHERE id = ? AND deleted_at IS NOT NULL', id);
    if (!row) throw new AppError('not-found', { what: 'workspace', name: id });
    // Chats and their sessions point at each other: looked at once all are gone.
    db.run('PRAGMA defer_foreign_keys = ON');
    deleteWorkspaceRows(db, id);
    append(entryOf(id, 'purged', String(row.deleted_name)));
    changed(db, id);
  });
