import { reason } from '#contract/model/reason.ts';
import type { Task } from '#contract/model/records.ts';
import type { HeldItem } from '#contract/ui/domains/emergency.ts';
import type { Db } from '../open.ts';
import { createDeliveries } from '../repositories/deliveries.ts';
import { cancelTask, moveTask, taskById } from './tasks.ts';
import { endTurn } from './turn-end.ts';

const why = reason('dropped-by-you');

/** What a person does not want to go on never happens, and says so. In the caller's transaction. `nextDue`: UTC ms or null. */
export const dropHeld = (db: Db, items: readonly HeldItem[], nextDue: (task: Task) => number | null, now: number): void => {
  for (const { id, kind } of items)
    switch (kind) {
      case 'delivery':
        dropDelivery(db, id);
        break;
      case 'turn':
        endTurn(db, { turnId: id, state: 'cancelled', reason: why, message: null, partial: true }, now);
        break;
      case 'message':
        dropMessage(db, id);
        break;
      case 'task':
        skipTask(db, id, nextDue);
    }
};

// What was on its way may have arrived: nobody can take that back, and it is not sent again.
const dropDelivery = (db: Db, id: string): void => {
  const deliveries = createDeliveries(db);
  if (deliveries.change(id, 'queued', { state: 'failed', reason: why, nextAt: null })) return;
  deliveries.change(id, 'sending', { state: 'unknown', reason: reason('may-have-been-sent', { why: why.code }), nextAt: null });
};

const dropMessage = (db: Db, id: string): void => {
  const row = db.get("SELECT chat_id FROM messages WHERE id = ? AND state IN ('received', 'queued')", id);
  if (!row) return;
  db.run("UPDATE messages SET state = 'ignored', reason_code = ?, reason_params = '{}' WHERE id = ?", why.code, id);
  db.run("UPDATE occurrences SET state = 'skipped', reason_code = ?, reason_params = '{}' WHERE message_id = ?", why.code, id);
  db.event({ topic: 'message', entityId: id, chatId: String(row.chat_id), payload: { state: 'ignored' } });
};

const skipTask = (db: Db, id: string, nextDue: (task: Task) => number | null): void => {
  const task = taskById(db, id);
  if (task?.nextAt === undefined || task.nextAt === null) return;
  db.run(
    "INSERT OR IGNORE INTO occurrences(task_id, due_at, state, reason_code, reason_params) VALUES (?, ?, 'skipped', ?, '{}')",
    id,
    task.nextAt,
    why.code,
  );
  const next = nextDue(task);
  if (next === null) cancelTask(db, id);
  else moveTask(db, task, next);
};
