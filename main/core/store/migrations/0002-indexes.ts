/**
 * Indexes that a long past needs. A partial index counts only for a query that holds its whole condition word for word:
 * the conditions here are the ones of the transitions and views.
 */
export const indexes = {
  version: 2,
  sql: `
DROP INDEX messages_open;
CREATE INDEX messages_waiting ON messages(chat_id, seq) WHERE state IN ('received', 'queued');
CREATE INDEX messages_unseen ON messages(session_id, seq) WHERE turn_id IS NULL AND origin IN ('command', 'agent', 'harness');
DROP INDEX turns_open;
CREATE INDEX turns_by_state ON turns(state);
CREATE INDEX turns_by_session ON turns(session_id, after_seq, started, id);
CREATE INDEX occurrences_by_turn ON occurrences(turn_id) WHERE turn_id IS NOT NULL;
ALTER TABLE deliveries ADD COLUMN message_id TEXT GENERATED ALWAYS AS (json_extract(payload, '$.messageId')) VIRTUAL;
CREATE INDEX deliveries_by_message ON deliveries(message_id);
`,
};
