/** A task that a session planned after outside text or private data brings that along when it fires. */
export const taskTaint = {
  version: 4,
  sql: `
ALTER TABLE tasks ADD COLUMN taint TEXT;
ALTER TABLE tasks ADD COLUMN taint_cause TEXT;
CREATE INDEX occurrences_by_message ON occurrences(message_id) WHERE message_id IS NOT NULL;
`,
};
