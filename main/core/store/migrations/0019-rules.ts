/** Rules know their task, and who made them when; what a rule allowed lately is counted in the audit log. */
export const rules = {
  version: 19,
  sql: `
DROP TABLE rules;
CREATE TABLE rules(
  id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL REFERENCES workspaces(id), task_id TEXT REFERENCES tasks(id) ON DELETE CASCADE, ord INTEGER NOT NULL,
  tool TEXT NOT NULL, conditions TEXT NOT NULL, decision TEXT NOT NULL CHECK (decision IN ('allow', 'ask', 'deny')),
  made_by TEXT NOT NULL REFERENCES persons(id), made_at INTEGER NOT NULL) STRICT;
CREATE INDEX rules_in_order ON rules(workspace_id, ord);
CREATE INDEX rules_by_task ON rules(task_id) WHERE task_id IS NOT NULL;
CREATE INDEX audit_by_rule ON audit(rule, at) WHERE rule >= 'rule:' AND rule < 'rule;';
CREATE INDEX workspaces_by_profile ON workspaces(profile_id) WHERE profile_id IS NOT NULL;
`,
};
