import { reason } from '#contract/model/reason.ts';
import type { Person, Task } from '#contract/model/records.ts';
import { newId } from '../../base/ids.ts';
import { createScheduler } from '../../scheduler/scheduler.ts';
import { addTask, disableTask, dueTasks, fireTask, listTasks, moveTask, nextTaskAt } from '../../store/transitions/tasks.ts';
import type { Foundation } from '../foundation.ts';

/** The scheduler over the store: a due task becomes one message of its owner, keyed by task and due time. */
export const createTaskFiring = (f: Foundation, wake: (chatId: string) => void, isHalted: () => boolean) => {
  const { clock, store } = f;
  const { db } = store;
  const log = f.logFile.scope('scheduler');
  const messageOf = (task: Task, person: Person, due: { dueAt: number; missed: readonly number[] }) => ({
    id: newId('msg', clock.now()),
    chatId: task.chatId,
    externalKey: `task:${task.id}:${due.dueAt}`,
    personId: person.id,
    role: person.role,
    origin: 'task' as const,
    audience: 'both' as const,
    text: task.prompt,
    sentAt: due.dueAt,
    late: due.missed.length > 0,
  });
  return createScheduler({
    clock,
    log,
    defaultZone: f.zone,
    paused: () => f.settings.get().paused || isHalted(),
    due: (now) => dueTasks(db, now),
    nextAt: () => nextTaskAt(db),
    add: (task) => addTask(db, task, clock.now()),
    planned: () => listTasks(db).filter((task) => task.enabled),
    move: (task, nextAt) => moveTask(db, task, nextAt),
    fire(task, due) {
      const person = store.people.get(task.ownerPersonId);
      // Nobody else's authority takes the place of theirs.
      if (!person || person.role === 'unknown') {
        disableTask(db, task, { dueAt: due.dueAt, reason: reason('task-person-gone') });
        log('warn', 'a task was turned off: its person is gone', { taskId: task.id, personId: task.ownerPersonId });
        return;
      }
      if (fireTask(db, task, { ...due, message: messageOf(task, person, due) }, clock.now())) wake(task.chatId);
    },
  });
};
