/** Secrets that commands of a workspace may use. Only what they are called and what they may be used for: the values are in the vault. */
export const workspaceSecrets = {
  version: 20,
  sql: `
CREATE TABLE workspace_secrets(
  workspace_id TEXT NOT NULL REFERENCES workspaces(id), name TEXT NOT NULL, for_commands INTEGER NOT NULL CHECK (for_commands IN (0, 1)),
  hosts TEXT NOT NULL DEFAULT '[]', set_at INTEGER NOT NULL, used_at INTEGER, PRIMARY KEY (workspace_id, name)) STRICT;
`,
};
