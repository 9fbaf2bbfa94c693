/** Files of messages that could not be fetched from their messenger, with what their channel needs to try again. */
export const missingFiles = {
  version: 17,
  sql: `
CREATE TABLE missing_files(
  message_id TEXT NOT NULL REFERENCES messages(id), ord INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, bytes INTEGER, ref TEXT NOT NULL,
  reason_code TEXT NOT NULL, PRIMARY KEY (message_id, ord)) STRICT;
`,
};
