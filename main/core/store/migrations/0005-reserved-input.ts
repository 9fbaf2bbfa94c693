/**
 * What of a reservation is the request: a call that ends without a count is settled with it. 0 for calls that cost
 * nothing (no AI), and for those of older versions.
 */
export const reservedInput = {
  version: 5,
  sql: `
ALTER TABLE reservations ADD COLUMN input_tokens INTEGER NOT NULL DEFAULT 0;
`,
};
