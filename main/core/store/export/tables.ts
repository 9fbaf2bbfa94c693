import type { ArchivedAccount, ArchivedTask, ArchivedWorkspace } from '#contract/model/archive.ts';
import { colorOf } from '#contract/model/colors.ts';
import type { Db, Row } from '../open.ts';

// Columns by name: a new one, which might hold a secret, is not exported by itself.
const people = "SELECT id, name, role = 'owner' AS isOwner FROM persons ORDER BY rowid";
const accounts = `SELECT id, name, provider, base_url AS baseUrl, realm, default_model AS defaultModel, budget_tokens AS budgetTokens, color,
  key_ref IS NOT NULL AS neededKey FROM accounts ORDER BY rowid`;
const workspaces = `SELECT id, name, realm, is_admin AS isAdmin, sandbox, instructions, color, chips, taint, taint_cause AS taintCause, archived_at AS archivedAt,
  coalesce(profile_id NOT IN ('standard', 'trusted', 'admin'), 0) AS isLocked
  FROM workspaces WHERE deleted_at IS NULL ORDER BY rowid`;
const routes = 'SELECT workspace_id, account_id, model FROM workspace_accounts ORDER BY workspace_id, ord';
const memories = `SELECT workspace_id AS workspaceId, key, text, taint, at FROM memories
  WHERE workspace_id IS NULL OR workspace_id IN (SELECT id FROM workspaces WHERE deleted_at IS NULL) ORDER BY rowid`;
const tasks = `SELECT t.id, t.workspace_id AS workspaceId, t.chat_id AS chatId, t.prompt, t.rule, t.zone, t.context, t.missed, t.taint, t.taint_cause AS taintCause,
  t.created_at AS createdAt, t.next_at AS nextAt FROM tasks t JOIN chats c ON c.id = t.chat_id JOIN workspaces w ON w.id = t.workspace_id
  WHERE t.next_at IS NOT NULL AND c.removed_at IS NULL AND w.deleted_at IS NULL ORDER BY t.rowid`;

/** What is exported besides the chats, by the name of its file. `filesOf` is the folder in the archive of a workspace's files. */
export const exportedTables = (db: Pick<Db, 'all'>, filesOf: (workspaceId: string) => string | null) => {
  const allRoutes = db.all(routes);
  const workspaceOf = (row: Row): object => ({
    ...row,
    // What is shown, chosen or not: elsewhere it would follow from another id.
    color: colorOf(row.color === null ? null : String(row.color), String(row.id)),
    isAdmin: row.isAdmin === 1,
    isLocked: row.isLocked === 1,
    chips: JSON.parse(String(row.chips)) as string[],
    accounts: allRoutes.filter((r) => r.workspace_id === row.id).map((r) => ({ id: r.account_id, model: r.model })),
    files: filesOf(String(row.id)),
  });
  return {
    people: db.all(people).map((row) => ({ ...row, isOwner: row.isOwner === 1 })),
    accounts: db.all(accounts).map((row) => ({ ...row, neededKey: row.neededKey === 1 })) as object[] as ArchivedAccount[],
    workspaces: db.all(workspaces).map(workspaceOf) as ArchivedWorkspace[],
    memories: db.all(memories),
    tasks: db.all(tasks).map((row) => ({ ...row, rule: JSON.parse(String(row.rule)) as object })) as object[] as ArchivedTask[],
  };
};

/** The range of numbers that messages have; 0 to 0 when there are none. */
export const seqRange = (db: Pick<Db, 'all'>): { firstSeq: number; lastSeq: number } => {
  const [row] = db.all('SELECT coalesce(min(seq), 0) AS first, coalesce(max(seq), 0) AS last FROM messages');
  return { firstSeq: Number(row?.first), lastSeq: Number(row?.last) };
};
