import type { Task } from '#contract/model/records.ts';
import { newId } from '../base/ids.ts';
import { createScheduler } from '../scheduler/scheduler.ts';
import { addTask, dueTasks, fireTask, listTasks, moveTask, nextTaskAt } from '../store/transitions/tasks.ts';
import type { Foundation } from './foundation.ts';

/** The scheduler over the store: a due task becomes one message of its owner, keyed by task and due time. */
export const createTaskFiring = (f: Foundation, wake: (chatId: string) => void) => {
  const { clock, store } = f;
  const { db } = store;
  const messageOf = (task: Task, due: { dueAt: number; missed: readonly number[] }) => {
    const owner = store.people.get(task.ownerPersonId) ?? store.people.owner();
    return {
      id: newId('msg', clock.now()),
      chatId: task.chatId,
      externalKey: `task:${task.id}:${due.dueAt}`,
      personId: owner.id,
      role: owner.role,
      origin: 'task' as const,
      audience: 'both' as const,
      text: task.prompt,
      sentAt: due.dueAt,
      late: due.missed.length > 0,
    };
  };
  return createScheduler({
    clock,
    log: f.logFile.scope('scheduler'),
    defaultZone: f.zone,
    due: (now) => dueTasks(db, now),
    nextAt: () => nextTaskAt(db),
    add: (task) => addTask(db, task, clock.now()),
    planned: () => listTasks(db).filter((task) => task.enabled),
    move: (task, nextAt) => moveTask(db, task, nextAt),
    fire(task, due) {
      if (fireTask(db, task, { ...due, message: messageOf(task, due) }, clock.now())) wake(task.chatId);
    },
  });
};
