import type { Db, Row } from '../open.ts';
import { taintByFolders } from '../taint.ts';

export type NetworkMode = 'off' | 'allow-list' | 'open';
export interface ConnectionMade {
  readonly seq: number;
  readonly at: number;
  readonly host: string;
  readonly port: number;
  readonly address: string | null;
  /** `connected`, or the code of the refusal. */
  readonly outcome: string;
  readonly sentBytes: number;
  readonly receivedBytes: number;
}
export interface WorkspaceMount {
  readonly name: string;
  readonly path: string;
  readonly write: boolean;
}

const kept = 20_000;
const trimEvery = 500;

const madeOf = (row: Row): ConnectionMade => ({
  seq: Number(row.seq),
  at: Number(row.at),
  host: String(row.host),
  port: Number(row.port),
  address: row.address === null ? null : String(row.address),
  outcome: String(row.outcome),
  sentBytes: Number(row.sent_bytes),
  receivedBytes: Number(row.received_bytes),
});

/** What was set for a workspace's sandbox. */
export interface SandboxSettings {
  readonly mode: NetworkMode;
  readonly hosts: readonly string[];
  readonly mounts: readonly WorkspaceMount[];
}

/** What the sandboxes of workspaces may reach, with whom they spoke, and which folders they see beside their own. */
export const createNetworks = (db: Db) => ({
  mode: (workspaceId: string): NetworkMode =>
    (db.get('SELECT network FROM workspaces WHERE id = ?', workspaceId)?.network as NetworkMode | undefined) ?? 'off',
  setMode: (workspaceId: string, mode: NetworkMode): void =>
    db.tx(() => {
      db.run('UPDATE workspaces SET network = ? WHERE id = ?', mode, workspaceId);
      db.event({ topic: 'sandbox', entityId: workspaceId, payload: { network: mode } });
    }),
  hosts: (workspaceId: string): string[] =>
    db.all('SELECT host FROM workspace_hosts WHERE workspace_id = ? ORDER BY host', workspaceId).map((row) => String(row.host)),
  allow: (workspaceId: string, host: string, at: number): void =>
    db.tx(() => {
      db.run('INSERT INTO workspace_hosts(workspace_id, host, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', workspaceId, host, at);
      db.event({ topic: 'sandbox', entityId: workspaceId, payload: { allowed: host } });
    }),
  forget: (workspaceId: string, host: string): void =>
    db.tx(() => {
      db.run('DELETE FROM workspace_hosts WHERE workspace_id = ? AND host = ?', workspaceId, host);
      db.event({ topic: 'sandbox', entityId: workspaceId, payload: { forgotten: host } });
    }),
  /** Returns the number of the row. */
  note: (row: { workspaceId: string; host: string; port: number; address: string | null; outcome: string; at: number }): number =>
    db.tx(() => {
      db.run(
        'INSERT INTO connections_made(at, workspace_id, host, port, address, outcome) VALUES (?, ?, ?, ?, ?, ?)',
        row.at,
        row.workspaceId,
        row.host,
        row.port,
        row.address,
        row.outcome,
      );
      const seq = Number(db.get('SELECT last_insert_rowid() AS seq')?.seq);
      if (seq % trimEvery === 0) db.run('DELETE FROM connections_made WHERE seq <= ?', seq - kept);
      // A refusal is what a person can act upon.
      if (row.outcome !== 'connected')
        db.event({ topic: 'sandbox', entityId: row.workspaceId, payload: { refused: row.host.slice(0, 255) } });
      return seq;
    }),
  amend: (seq: number, change: { outcome?: string; sentBytes: number; receivedBytes: number }): void =>
    db.tx(() => {
      db.run(
        'UPDATE connections_made SET outcome = coalesce(?, outcome), sent_bytes = ?, received_bytes = ? WHERE seq = ?',
        change.outcome ?? null,
        change.sentBytes,
        change.receivedBytes,
        seq,
      );
    }),
  /** Newest first, older than `before`. */
  made: (workspaceId: string, before: number | null, limit: number): ConnectionMade[] =>
    db
      .all(
        'SELECT * FROM connections_made WHERE workspace_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
        workspaceId,
        before ?? Number.MAX_SAFE_INTEGER,
        limit,
      )
      .map(madeOf),
  mounts: (workspaceId: string): WorkspaceMount[] =>
    db
      .all('SELECT name, path, write FROM workspace_mounts WHERE workspace_id = ? ORDER BY name', workspaceId)
      .map((row) => ({ name: String(row.name), path: String(row.path), write: row.write === 1 })),
  setMount: (workspaceId: string, mount: WorkspaceMount): void =>
    db.tx(() => {
      db.run(
        'INSERT INTO workspace_mounts(workspace_id, name, path, write) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET path = excluded.path, write = excluded.write',
        workspaceId,
        mount.name,
        mount.path,
        mount.write ? 1 : 0,
      );
      taintByFolders(db, workspaceId);
      db.event({ topic: 'sandbox', entityId: workspaceId, payload: { mount: mount.name } });
    }),
  /** All of it at once; what is not named is gone. */
  replace: (workspaceId: string, settings: SandboxSettings, at: number): void =>
    db.tx(() => {
      db.run('UPDATE workspaces SET network = ? WHERE id = ?', settings.mode, workspaceId);
      db.run('DELETE FROM workspace_hosts WHERE workspace_id = ?', workspaceId);
      db.run('DELETE FROM workspace_mounts WHERE workspace_id = ?', workspaceId);
      for (const host of settings.hosts)
        db.run('INSERT INTO workspace_hosts(workspace_id, host, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', workspaceId, host, at);
      for (const { name, path, write } of settings.mounts)
        db.run('INSERT INTO workspace_mounts(workspace_id, name, path, write) VALUES (?, ?, ?, ?)', workspaceId, name, path, write ? 1 : 0);
      taintByFolders(db, workspaceId);
      db.event({ topic: 'sandbox', entityId: workspaceId, payload: { network: settings.mode } });
    }),
  removeMount: (workspaceId: string, name: string): void =>
    db.tx(() => {
      db.run('DELETE FROM workspace_mounts WHERE workspace_id = ? AND name = ?', workspaceId, name);
      db.event({ topic: 'sandbox', entityId: workspaceId, payload: { mount: name } });
    }),
});
