/** What the database looks at when a row goes to which others point: without these it reads whole tables, once for each row. */
export const deleting = {
  version: 18,
  sql: `
CREATE INDEX steps_by_parent ON steps(parent_step_id) WHERE parent_step_id IS NOT NULL;
CREATE INDEX turns_by_parent ON turns(parent_turn_id) WHERE parent_turn_id IS NOT NULL;
CREATE INDEX sessions_by_parent ON sessions(parent_session_id) WHERE parent_session_id IS NOT NULL;
CREATE INDEX reservations_by_turn ON reservations(turn_id);
CREATE INDEX reservations_by_step ON reservations(step_id);
CREATE INDEX asks_by_turn ON asks(turn_id);
CREATE INDEX messages_by_session ON messages(session_id);
CREATE INDEX deliveries_by_chat ON deliveries(chat_id);
`,
};
