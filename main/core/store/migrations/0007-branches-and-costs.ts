/**
 * A session may branch off another one: it stands in for the messages of its chat from `branch_from_seq` to `branch_to_seq`.
 * What a call cost is counted when it is settled, in micro-dollars, at the price that was known when it began; NULL is unknown.
 */
export const branchesAndCosts = {
  version: 7,
  sql: `
ALTER TABLE sessions ADD COLUMN branch_from_seq INTEGER;
ALTER TABLE sessions ADD COLUMN branch_to_seq INTEGER;
ALTER TABLE steps ADD COLUMN cost_micros INTEGER;
ALTER TABLE steps ADD COLUMN usage_estimated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reservations ADD COLUMN price TEXT;
ALTER TABLE usage ADD COLUMN unpriced_calls INTEGER NOT NULL DEFAULT 0;
CREATE INDEX messages_by_time ON messages(chat_id, sent_at);
`,
};
