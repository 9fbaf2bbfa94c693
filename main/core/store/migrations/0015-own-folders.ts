/**
 * A workspace may work in a folder of its owner: its real path, and what is then never moved or deleted by the host. What a file
 * was before a tool changed it is kept for a while, so that the change can be taken back.
 */
export const ownFolders = {
  version: 15,
  sql: `
ALTER TABLE workspaces ADD COLUMN own_folder TEXT;

CREATE TABLE file_changes(
  step_id TEXT PRIMARY KEY REFERENCES steps(id), workspace_id TEXT NOT NULL REFERENCES workspaces(id), path TEXT NOT NULL,
  before_blob TEXT, after_hash TEXT NOT NULL, at INTEGER NOT NULL, undone_at INTEGER) STRICT, WITHOUT ROWID;
CREATE INDEX file_changes_by_blob ON file_changes(before_blob) WHERE before_blob IS NOT NULL;
`,
};
