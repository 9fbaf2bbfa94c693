/**
 * Who may start turns in a chat, who is in a group, and whether we still are and still read there (`network_name` is what its
 * members call it); the network's id of a message, what it said before it was edited (`told`: the version that a model was
 * given), and what people put on it. `contact` joins the keys of one account of a person who has several. `left_out` counts
 * what was said before a turn and was too much to tell. Nothing ever waits to be sent into a chat that is left or closed.
 */
export const peopleAndGroups = {
  version: 14,
  sql: `
ALTER TABLE chats ADD COLUMN starters TEXT NOT NULL DEFAULT 'chosen' CHECK (starters IN ('chosen', 'everybody'));
ALTER TABLE chats ADD COLUMN left_at INTEGER;
ALTER TABLE chats ADD COLUMN closed_at INTEGER;
ALTER TABLE chats ADD COLUMN network_name TEXT;
ALTER TABLE chat_members ADD COLUMN may_start INTEGER NOT NULL DEFAULT 0 CHECK (may_start IN (0, 1));
ALTER TABLE chat_members ADD COLUMN is_admin INTEGER NOT NULL DEFAULT 0 CHECK (is_admin IN (0, 1));
CREATE INDEX chat_members_by_person ON chat_members(person_id);
ALTER TABLE identities ADD COLUMN contact TEXT;
ALTER TABLE messages ADD COLUMN external_id TEXT;
ALTER TABLE messages ADD COLUMN edited_at INTEGER;
CREATE INDEX messages_by_external_id ON messages(connection_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX messages_aside ON messages(session_id, seq) WHERE state = 'ignored';
ALTER TABLE turns ADD COLUMN left_out INTEGER NOT NULL DEFAULT 0;

ALTER TABLE message_versions ADD COLUMN told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1));
CREATE TABLE message_reactions(
  message_id TEXT NOT NULL REFERENCES messages(id), person_id TEXT NOT NULL REFERENCES persons(id), emoji TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (message_id, person_id)) STRICT;
CREATE TRIGGER deliveries_not_there AFTER INSERT ON deliveries
  WHEN NEW.state = 'queued' AND EXISTS (SELECT 1 FROM chats WHERE id = NEW.chat_id AND (left_at IS NOT NULL OR closed_at IS NOT NULL))
  BEGIN UPDATE deliveries SET state = 'failed', reason_params = '{}',
    reason_code = (SELECT iif(left_at IS NOT NULL, 'chat-left', 'chat-closed') FROM chats WHERE id = NEW.chat_id) WHERE id = NEW.id; END;
INSERT INTO message_fts(message_fts, rank) VALUES ('secure-delete', 1);
`,
};
