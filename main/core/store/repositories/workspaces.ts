import { AppError } from '#contract/errors.ts';
import type { Route, Workspace } from '#contract/model/records.ts';
import type { Db } from '../open.ts';
import { accountOf, workspaceOf } from '../rows.ts';

export interface WorkspaceChange {
  readonly realm?: string | undefined;
  readonly sandbox?: string | undefined;
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
    }): void =>
      realmChecked(() =>
        db.tx(() => {
          db.run(
            'INSERT INTO workspaces(id, name, realm, is_admin, sandbox) VALUES (?, ?, ?, ?, ?)',
            w.id,
            w.name,
            w.realm,
            w.isAdmin ? 1 : 0,
            w.sandbox,
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
          if (change.sandbox !== undefined) db.run('UPDATE workspaces SET sandbox = ? WHERE id = ?', change.sandbox, id);
          if (change.accounts) setRoutes(db, id, change.accounts);
          db.event({ topic: 'workspace', entityId: id });
        }),
      ),
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
