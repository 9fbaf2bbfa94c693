/** How far each chat was read, what was put away or removed, and where the files of a message lie in its workspace. */
export const chatsKept = {
  version: 8,
  sql: `
ALTER TABLE chats ADD COLUMN read_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE chats ADD COLUMN archived_at INTEGER;
ALTER TABLE chats ADD COLUMN removed_at INTEGER;
UPDATE chats SET read_seq = coalesce((SELECT max(seq) FROM messages WHERE chat_id = chats.id), 0);
ALTER TABLE blob_refs ADD COLUMN path TEXT;
CREATE INDEX blob_refs_by_owner ON blob_refs(owner_kind, owner_id);
`,
};
