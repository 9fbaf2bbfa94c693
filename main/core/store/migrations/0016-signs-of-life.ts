/**
 * What is said while the assistant works and who says it (a workspace's placeholder and mark), when a number keeps quiet, and
 * since when somebody has written in a chat, also before it was registered.
 * Operations on what we have sent are found by what they are about.
 */
export const signsOfLife = {
  version: 16,
  sql: `
ALTER TABLE workspaces ADD COLUMN placeholder TEXT NOT NULL DEFAULT 'delayed' CHECK (placeholder IN ('off', 'delayed', 'at-once'));
ALTER TABLE workspaces ADD COLUMN mark TEXT NOT NULL DEFAULT '🦞';
ALTER TABLE connections ADD COLUMN quiet TEXT;
ALTER TABLE chats ADD COLUMN heard_at INTEGER;
UPDATE chats SET heard_at = (SELECT min(m.accepted_at) FROM messages m JOIN persons p ON p.id = m.person_id
  WHERE m.chat_id = chats.id AND m.origin = 'human' AND p.role <> 'owner' AND m.external_key NOT LIKE 'client:%');
CREATE INDEX deliveries_by_target ON deliveries(target_delivery_id) WHERE target_delivery_id IS NOT NULL;
`,
};
