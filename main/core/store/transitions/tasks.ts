import type { Reason } from '#contract/model/reason.ts';
import type { Task } from '#contract/model/records.ts';
import type { Db } from '../open.ts';
import { taskOf } from '../rows.ts';
import { type Accepted, acceptMessages, type NewMessage } from './accept.ts';

export const addTask = (db: Db, t: Task, now: number): void =>
  db.tx(() => {
    db.run(
      'INSERT INTO tasks(id, workspace_id, chat_id, owner_person_id, prompt, rule, zone, context, missed, enabled, next_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)',
      t.id,
      t.workspaceId,
      t.chatId,
      t.ownerPersonId,
      t.prompt,
      JSON.stringify(t.rule),
      t.zone,
      t.context,
      t.missed,
      t.nextAt,
      now,
    );
    db.event({ topic: 'task', entityId: t.id, chatId: t.chatId });
  });

/** Another next time, nothing else. */
export const moveTask = (db: Db, task: Task, nextAt: number): void =>
  db.tx(() => {
    db.run('UPDATE tasks SET next_at = ? WHERE id = ? AND enabled = 1', nextAt, task.id);
    db.event({ topic: 'task', entityId: task.id, chatId: task.chatId });
  });

/** Rows are kept for the history; a cancelled task never fires again. */
export const cancelTask = (db: Db, id: string): boolean =>
  db.tx(() => {
    const changed = db.run('UPDATE tasks SET enabled = 0, next_at = NULL WHERE id = ? AND enabled = 1', id) === 1;
    // What was allowed to it is allowed to nobody else.
    if (changed) db.run('DELETE FROM rules WHERE task_id = ?', id);
    if (changed) db.event({ topic: 'task', entityId: id });
    return changed;
  });

/** It keeps its rule and its next time, so that it stays listed; it does not fire. */
export const pauseTask = (db: Db, task: Task): boolean =>
  db.tx(() => {
    const changed = db.run('UPDATE tasks SET enabled = 0 WHERE id = ? AND enabled = 1 AND next_at IS NOT NULL', task.id) === 1;
    if (changed) db.event({ topic: 'task', entityId: task.id, chatId: task.chatId });
    return changed;
  });

/** A paused task goes on with its next time from now; what was due meanwhile is not made up for. */
export const resumeTask = (db: Db, task: Task, nextAt: number | null): boolean =>
  db.tx(() => {
    const changed =
      db.run(
        'UPDATE tasks SET enabled = 1, next_at = ? WHERE id = ? AND enabled = 0 AND next_at IS NOT NULL AND ? IS NOT NULL',
        nextAt,
        task.id,
        nextAt,
      ) === 1;
    if (changed) db.event({ topic: 'task', entityId: task.id, chatId: task.chatId });
    return changed;
  });

/** It cannot fire any more: the time that came is noted as skipped, and the task stays listed as off. */
export const disableTask = (db: Db, task: Task, o: { dueAt: number; reason: Reason }): void =>
  db.tx(() => {
    db.run('UPDATE tasks SET enabled = 0 WHERE id = ?', task.id);
    db.run(
      `INSERT INTO occurrences(task_id, due_at, state, reason_code, reason_params) VALUES (?, ?, 'skipped', ?, ?)
       ON CONFLICT DO UPDATE SET state = 'skipped', reason_code = excluded.reason_code, reason_params = excluded.reason_params`,
      task.id,
      o.dueAt,
      o.reason.code,
      JSON.stringify(o.reason.params),
    );
    db.event({ topic: 'task', entityId: task.id, chatId: task.chatId });
  });

// Tasks of a workspace that is archived or in the trash rest with it.
const awake = 'workspace_id IN (SELECT id FROM workspaces WHERE archived_at IS NULL)';

export const dueTasks = (db: Db, now: number): Task[] =>
  db.all(`SELECT * FROM tasks WHERE enabled = 1 AND next_at <= ? AND ${awake} ORDER BY next_at`, now).map(taskOf);
export const nextTaskAt = (db: Db): number | null => {
  const at = db.get(`SELECT min(next_at) AS at FROM tasks WHERE enabled = 1 AND ${awake}`)?.at;
  return at === null || at === undefined ? null : Number(at);
};
export const listTasks = (db: Db): Task[] =>
  db.all(`SELECT * FROM tasks WHERE (enabled = 1 OR next_at IS NOT NULL) AND ${awake} ORDER BY next_at`).map(taskOf);
export const taskById = (db: Db, id: string): Task | null => {
  const row = db.get('SELECT * FROM tasks WHERE id = ?', id);
  return row ? taskOf(row) : null;
};
export const lastOccurrence = (db: Db, taskId: string): { dueAt: number; state: string } | null => {
  const row = db.get('SELECT due_at, state FROM occurrences WHERE task_id = ? ORDER BY due_at DESC LIMIT 1', taskId);
  return row ? { dueAt: Number(row.due_at), state: String(row.state) } : null;
};

/** One occurrence becomes one message (key: task and due time), and the task moves on, in one transaction. */
export const fireTask = (
  db: Db,
  task: Task,
  o: { dueAt: number; nextAt: number | null; message: NewMessage; missed: readonly number[] },
  now: number,
): Accepted | null =>
  db.tx(() => {
    for (const at of o.missed)
      db.run(
        "INSERT OR IGNORE INTO occurrences(task_id, due_at, state, reason_code, reason_params) VALUES (?, ?, 'missed', 'host-was-off', '{}')",
        task.id,
        at,
      );
    db.run('UPDATE tasks SET next_at = ?, enabled = CASE WHEN ? IS NULL THEN 0 ELSE enabled END WHERE id = ?', o.nextAt, o.nextAt, task.id);
    db.event({ topic: 'task', entityId: task.id, chatId: task.chatId });
    // A time that was missed comes again when the clock was ahead and is set right.
    if (db.get("SELECT 1 FROM occurrences WHERE task_id = ? AND due_at = ? AND state <> 'missed'", task.id, o.dueAt)) return null;
    const accepted = acceptMessages(db, [o.message], now)[0];
    if (!accepted) return null;
    db.run(
      `INSERT INTO occurrences(task_id, due_at, state, message_id) VALUES (?, ?, 'claimed', ?)
       ON CONFLICT DO UPDATE SET state = 'claimed', message_id = excluded.message_id, reason_code = NULL, reason_params = NULL`,
      task.id,
      o.dueAt,
      accepted.message.id,
    );
    return accepted;
  });
