/** What a person is to be told once: that a turn has ended, and that most or all of an account's month is used. */
export const toldOnce = {
  version: 22,
  sql: `
ALTER TABLE turns ADD COLUMN awaited INTEGER NOT NULL DEFAULT 0 CHECK (awaited IN (0, 1));
CREATE INDEX turns_awaited ON turns(awaited) WHERE awaited = 1;
ALTER TABLE accounts ADD COLUMN budget_told INTEGER NOT NULL DEFAULT 0;
`,
};
