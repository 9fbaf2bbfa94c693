/** Health asks for the newest call of each account; the list of activity names its tools. */
export const activityIndexes = {
  version: 11,
  sql: `
CREATE INDEX steps_model_by_account ON steps(account_id, state) WHERE kind = 'model';
CREATE INDEX steps_by_tool ON steps(tool) WHERE kind = 'tool';
`,
};
