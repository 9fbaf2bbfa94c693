/** Search as you type: the first letters of a word match so many messages that they need lists of their own. */
export const searchPrefixes = {
  version: 3,
  sql: `
DROP TABLE message_fts;
CREATE VIRTUAL TABLE message_fts USING fts5(text, content='messages', content_rowid='seq', tokenize='unicode61 remove_diacritics 2', prefix='1 2 3');
INSERT INTO message_fts(message_fts) VALUES ('rebuild');
`,
};
