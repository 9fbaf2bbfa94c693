/** What a workspace's sandbox may reach and what else it sees: how its network is set, who it may talk to, with whom it did, and folders beside its own. */
export const networks = {
  version: 12,
  sql: `
ALTER TABLE workspaces ADD COLUMN network TEXT NOT NULL DEFAULT 'off' CHECK (network IN ('off', 'allow-list', 'open'));

CREATE TABLE workspace_hosts(
  workspace_id TEXT NOT NULL REFERENCES workspaces(id), host TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (workspace_id, host)) STRICT, WITHOUT ROWID;

CREATE TABLE workspace_mounts(
  workspace_id TEXT NOT NULL REFERENCES workspaces(id), name TEXT NOT NULL, path TEXT NOT NULL, write INTEGER NOT NULL CHECK (write IN (0, 1)),
  PRIMARY KEY (workspace_id, name)) STRICT, WITHOUT ROWID;

CREATE TABLE connections_made(
  seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, workspace_id TEXT NOT NULL REFERENCES workspaces(id), host TEXT NOT NULL, port INTEGER NOT NULL,
  address TEXT, outcome TEXT NOT NULL, sent_bytes INTEGER NOT NULL DEFAULT 0, received_bytes INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX connections_made_by_workspace ON connections_made(workspace_id, seq);
`,
};
