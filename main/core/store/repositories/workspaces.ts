import { AppError } from '#contract/errors.ts';
import type { Route, Workspace } from '#contract/model/records.ts';
import type { Db } from '../open.ts';
import { accountOf, workspaceOf } from '../rows.ts';
import { taintByFolders } from '../taint.ts';

export interface WorkspaceChange {
  readonly realm?: string | undefined;
  readonly sandbox?: string | undefined;
  readonly name?: string | undefined;
  readonly color?: string | undefined;
  readonly instructions?: string | undefined;
  /** In order; the first one's model is `model`. */
  readonly accounts?: readonly { readonly accountId: string; readonly model: string | null }[] | undefined;
}

export const createWorkspaces = (db: Db) => {
  const self = {
    list: (): Workspace[] => db.all('SELECT * FROM workspaces WHERE archived_at IS NULL ORDER BY is_admin DESC, name').map(workspaceOf),
    byId: (id: string): Workspace | null => {
      const row = db.get('SELECT * FROM workspaces WHERE id = ?', id);
      return row ? workspaceOf(row) : null;
    },
    /** Archived ones and those in the trash, the latest first. */
    resting: (): Workspace[] =>
      db
        .all("SELECT * FROM workspaces WHERE archived_at IS NOT NULL AND name NOT LIKE 'importing:%' ORDER BY archived_at DESC")
        .map(workspaceOf),
    /** Whether a row, also one that rests, has this folder. */
    hasFolder: (folder: string): boolean =>
      db.get('SELECT 1 FROM workspaces WHERE coalesce(folder, name) = ? COLLATE NOCASE', folder) !== undefined,
    chatIds: (id: string): string[] => db.all('SELECT id FROM chats WHERE workspace_id = ?', id).map((row) => String(row.id)),
    lastUsedAt: (id: string): number | null => {
      const at = db.get('SELECT max(last_at) AS at FROM chats WHERE workspace_id = ?', id)?.at;
      return at === null || at === undefined ? null : Number(at);
    },
    byName: (name: string): Workspace | null => {
      const row = db.get('SELECT * FROM workspaces WHERE name = ? AND archived_at IS NULL', name);
      return row ? workspaceOf(row) : null;
    },
    routes: (workspaceId: string): Route[] =>
      db
        .all(
          'SELECT a.*, wa.model AS route_model FROM workspace_accounts wa JOIN accounts a ON a.id = wa.account_id WHERE wa.workspace_id = ? ORDER BY wa.ord',
          workspaceId,
        )
        .map((row) => ({ account: accountOf(row), model: row.route_model === null ? null : String(row.route_model) })),
    add: (w: {
      id: string;
      name: string;
      realm: string;
      isAdmin: boolean;
      sandbox: string;
      accounts: NonNullable<WorkspaceChange['accounts']>;
      folder?: string;
      color?: string | null;
      instructions?: string;
      chips?: readonly string[];
      ownFolder?: string | null;
    }): void =>
      realmChecked(() =>
        db.tx(() => {
          db.run(
            'INSERT INTO workspaces(id, name, realm, is_admin, sandbox, folder, color, instructions, chips, own_folder) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
            w.id,
            w.name,
            w.realm,
            w.isAdmin ? 1 : 0,
            w.sandbox,
            w.folder ?? w.name,
            w.color ?? null,
            w.instructions ?? '',
            JSON.stringify(w.chips ?? []),
            w.ownFolder ?? null,
          );
          setRoutes(db, w.id, w.accounts);
          db.event({ topic: 'workspace', entityId: w.id });
        }),
      ),
    set: (id: string, change: WorkspaceChange): void =>
      realmChecked(() =>
        db.tx(() => {
          // Routes go first: a new realm may need other accounts and the triggers check both sides.
          if (change.accounts) db.run('DELETE FROM workspace_accounts WHERE workspace_id = ?', id);
          if (change.realm !== undefined) db.run('UPDATE workspaces SET realm = ? WHERE id = ?', change.realm, id);
          if (change.name !== undefined) rename(db, id, change.name);
          if (change.color !== undefined) db.run('UPDATE workspaces SET color = ? WHERE id = ?', change.color, id);
          if (change.instructions !== undefined) db.run('UPDATE workspaces SET instructions = ? WHERE id = ?', change.instructions, id);
          if (change.sandbox !== undefined) db.run('UPDATE workspaces SET sandbox = ? WHERE id = ?', change.sandbox, id);
          if (change.accounts) setRoutes(db, id, change.accounts);
          db.event({ topic: 'workspace', entityId: id });
        }),
      ),
    /** Null: the folder among those of Pynchy again. */
    setOwnFolder: (id: string, path: string | null): void =>
      db.tx(() => {
        db.run('UPDATE workspaces SET own_folder = ? WHERE id = ?', path, id);
        taintByFolders(db, id);
        db.event({ topic: 'workspace', entityId: id });
      }),
    clearTaint: (id: string): void =>
      db.tx(() => {
        db.run('UPDATE workspaces SET taint = NULL, taint_cause = NULL WHERE id = ?', id);
        db.event({ topic: 'workspace', entityId: id });
      }),
  };
  return self;
};
export type Workspaces = ReturnType<typeof createWorkspaces>;

const setRoutes = (db: Db, workspaceId: string, accounts: NonNullable<WorkspaceChange['accounts']>): void => {
  accounts.forEach(({ accountId, model }, ord) => {
    db.run('INSERT INTO workspace_accounts(workspace_id, ord, account_id, model) VALUES (?, ?, ?, ?)', workspaceId, ord, accountId, model);
  });
};

// The folder keeps its name; the chats that were called like their workspace follow it.
const rename = (db: Db, id: string, name: string): void => {
  const old = String(db.get('SELECT name FROM workspaces WHERE id = ?', id)?.name);
  db.run('UPDATE workspaces SET folder = coalesce(folder, name), name = ? WHERE id = ?', name, id);
  db.run('UPDATE chats SET name = ? WHERE workspace_id = ? AND name = ?', name, id, old);
  db.run('UPDATE chats SET name = ? WHERE workspace_id = ? AND name = ?', `Terminal (${name})`, id, `Terminal (${old})`);
};

const realmChecked = (work: () => void): void => {
  try {
    work();
  } catch (error) {
    if (error instanceof Error && error.message.includes('realm-mismatch')) throw new AppError('realm-mismatch', {}, { cause: error });
    if (error instanceof Error && error.message.includes('UNIQUE constraint failed: workspaces.name'))
      throw new AppError('name-taken', {}, { cause: error });
    throw error;
  }
};
