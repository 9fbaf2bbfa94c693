/** A secret's row names the entry of the vault that holds its value, so that a new value counts with its row or not at all. */
export const secretEntries = {
  version: 21,
  sql: `
ALTER TABLE workspace_secrets ADD COLUMN entry TEXT NOT NULL DEFAULT '';
UPDATE workspace_secrets SET entry = 'env:' || workspace_id || ':' || name;
`,
};
