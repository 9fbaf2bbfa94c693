import type { Db, Row } from '../open.ts';

/** What a secret of a workspace is called and may be used for. Its value is in the vault. */
export interface WorkspaceSecret {
  readonly workspaceId: string;
  readonly name: string;
  /** Commands that `run` starts may get it. */
  readonly forCommands: boolean;
  /** Hosts to which fetches may carry it. */
  readonly hosts: readonly string[];
  /** The entry of the vault that holds its value. */
  readonly entry: string;
  readonly setAt: number;
  readonly usedAt: number | null;
}

const secretOf = (row: Row): WorkspaceSecret => ({
  workspaceId: String(row.workspace_id),
  name: String(row.name),
  forCommands: row.for_commands === 1,
  hosts: JSON.parse(String(row.hosts)) as string[],
  entry: String(row.entry),
  setAt: Number(row.set_at),
  usedAt: row.used_at === null ? null : Number(row.used_at),
});

export const createSecretRows = (db: Db) => {
  const changed = (workspaceId: string): void => db.event({ topic: 'secret', entityId: workspaceId });
  return {
    all: (): WorkspaceSecret[] => db.all('SELECT * FROM workspace_secrets').map(secretOf),
    list: (workspaceId: string): WorkspaceSecret[] =>
      db.all('SELECT * FROM workspace_secrets WHERE workspace_id = ? ORDER BY name', workspaceId).map(secretOf),
    get: (workspaceId: string, name: string): WorkspaceSecret | null => {
      const row = db.get('SELECT * FROM workspace_secrets WHERE workspace_id = ? AND name = ?', workspaceId, name);
      return row ? secretOf(row) : null;
    },
    put: (s: Omit<WorkspaceSecret, 'setAt' | 'usedAt'>, now: number): void =>
      db.tx(() => {
        db.run(
          `INSERT INTO workspace_secrets(workspace_id, name, for_commands, hosts, entry, set_at) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET for_commands = excluded.for_commands, hosts = excluded.hosts, entry = excluded.entry,
             set_at = excluded.set_at`,
          s.workspaceId,
          s.name,
          s.forCommands ? 1 : 0,
          JSON.stringify(s.hosts),
          s.entry,
          now,
        );
        changed(s.workspaceId);
      }),
    change: (workspaceId: string, name: string, to: { forCommands: boolean; hosts: readonly string[] }): boolean =>
      db.tx(() => {
        const hit = db.run(
          'UPDATE workspace_secrets SET for_commands = ?, hosts = ? WHERE workspace_id = ? AND name = ?',
          to.forCommands ? 1 : 0,
          JSON.stringify(to.hosts),
          workspaceId,
          name,
        );
        if (hit) changed(workspaceId);
        return hit === 1;
      }),
    used: (workspaceId: string, name: string, now: number): void =>
      db.tx(() => {
        db.run('UPDATE workspace_secrets SET used_at = ? WHERE workspace_id = ? AND name = ?', now, workspaceId, name);
        changed(workspaceId);
      }),
    remove: (workspaceId: string, name: string): boolean =>
      db.tx(() => {
        const hit = db.run('DELETE FROM workspace_secrets WHERE workspace_id = ? AND name = ?', workspaceId, name);
        if (hit) changed(workspaceId);
        return hit === 1;
      }),
  };
};
export type SecretRows = ReturnType<typeof createSecretRows>;
