/**
 * Workspaces get a colour, first suggestions and a folder of their own name (so that renaming moves no files), and a place to
 * rest when they are deleted; memories likewise. Accounts get a colour. What is deleted for good leaves the search index.
 */
export const workspaceShelf = {
  version: 9,
  sql: `
ALTER TABLE workspaces ADD COLUMN color TEXT;
ALTER TABLE workspaces ADD COLUMN chips TEXT NOT NULL DEFAULT '[]';
ALTER TABLE workspaces ADD COLUMN folder TEXT;
ALTER TABLE workspaces ADD COLUMN deleted_at INTEGER CHECK (deleted_at IS NULL OR archived_at IS NOT NULL);
ALTER TABLE workspaces ADD COLUMN deleted_name TEXT;
CREATE UNIQUE INDEX workspace_folders ON workspaces(coalesce(folder, name) COLLATE NOCASE);
CREATE INDEX chats_by_workspace ON chats(workspace_id);

ALTER TABLE accounts ADD COLUMN color TEXT;

CREATE TABLE memory_trash(
  id TEXT PRIMARY KEY, workspace_id TEXT REFERENCES workspaces(id), key TEXT NOT NULL, text TEXT NOT NULL, taint TEXT, source_step_id TEXT,
  at INTEGER NOT NULL, deleted_at INTEGER NOT NULL) STRICT;

CREATE TRIGGER message_fts_delete AFTER DELETE ON messages BEGIN
  INSERT INTO message_fts(message_fts, rowid, text) VALUES ('delete', OLD.seq, OLD.text); END;
`,
};
