/**
 * Linked numbers: whether the number is the owner's own or the assistant's, whom it belongs to, and when it was removed. Its
 * chats stay as they are.
 */
export const links = {
  version: 13,
  sql: `
ALTER TABLE connections ADD COLUMN mode TEXT CHECK (mode IS NULL OR mode IN ('own', 'assistant'));
ALTER TABLE connections ADD COLUMN self_name TEXT NOT NULL DEFAULT '';
ALTER TABLE connections ADD COLUMN self_number TEXT NOT NULL DEFAULT '';
ALTER TABLE connections ADD COLUMN since INTEGER;
ALTER TABLE connections ADD COLUMN removed_at INTEGER;
CREATE INDEX identities_by_person ON identities(person_id);
`,
};
