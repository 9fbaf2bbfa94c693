import { messageOf } from '#contract/errors.ts';
import type { Task } from '#contract/model/records.ts';
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import { lastDue, nextDue, type RuleRequest, ruleOf } from './rules.ts';

export interface SchedulerDeps {
  readonly clock: Clock;
  readonly due: (now: number) => Task[];
  readonly nextAt: () => number | null;
  /** One occurrence becomes one inbox message, in one transaction; `missed` are the times that passed while the host was off. */
  readonly fire: (task: Task, o: { dueAt: number; nextAt: number | null; missed: readonly number[] }) => void;
  readonly add: (task: Task) => void;
  /** Enabled tasks, whenever they are due. */
  readonly planned: () => Task[];
  readonly move: (task: Task, nextAt: number) => void;
  readonly defaultZone: () => string;
  /** While it is true nothing fires; rearm() after it. */
  readonly paused: () => boolean;
  readonly log: Log;
}

// A clock that was set or a laptop that slept is noticed after this long at the latest.
const longestSleepMs = 60_000;
const missedKept = 50;
// After a fault of the store: soon, but not in a loop.
const faultWaitMs = 5_000;

/** Due tasks become inbox messages. One timer, set to the next due time; nothing is polled. */
export const createScheduler = (deps: SchedulerDeps) => {
  let cancel: (() => void) | null = null;
  let stopped = false;
  // Nobody knows how the clock was set while the host was off, so the first run looks, too.
  let lastRun = Number.POSITIVE_INFINITY;

  // After a clock was far ahead and set right, a task would sleep until the wrong time comes again.
  const pullBack = (now: number): void => {
    for (const task of deps.planned()) {
      const next = nextDue(task.rule, task.zone, now);
      if (next !== null && task.nextAt !== null && next < task.nextAt) deps.move(task, next);
    }
  };

  const run = (): void => {
    cancel?.();
    cancel = null;
    if (deps.paused()) return;
    const now = deps.clock.now();
    try {
      if (now < lastRun) pullBack(now);
      lastRun = now;
    } catch (error) {
      deps.log('error', 'tasks could not be moved', { error: messageOf(error) });
    }
    arm(fireAll(now) ? 0 : faultWaitMs);
  };

  /** False when the store failed; what is due stays due. */
  const fireAll = (now: number): boolean => {
    let whole = true;
    try {
      for (const task of deps.due(now)) whole = fireOne(task, now) && whole;
    } catch (error) {
      deps.log('error', 'due tasks could not be read', { error: messageOf(error) });
      return false;
    }
    return whole;
  };
  const fireOne = (task: Task, now: number): boolean => {
    try {
      fireDue(task, now);
      return true;
    } catch (error) {
      deps.log('error', 'a task could not be fired', { taskId: task.id, error: messageOf(error) });
      return false;
    }
  };

  const fireDue = (task: Task, now: number): void => {
    // Of the times that passed, only the newest fires; the others are noted as missed, so that there is never a storm.
    if (task.nextAt === null || task.nextAt > now) return;
    const dueAt = Math.max(task.nextAt, lastDue(task.rule, task.zone, now) ?? task.nextAt);
    const missed: number[] = [];
    for (
      let at: number | null = task.nextAt;
      at !== null && at < dueAt && missed.length < missedKept;
      at = nextDue(task.rule, task.zone, at)
    )
      missed.push(at);
    deps.log('info', 'task due', { taskId: task.id, dueAt, lateMs: now - dueAt, missed: missed.length });
    deps.fire(task, { dueAt, nextAt: nextDue(task.rule, task.zone, now), missed });
  };

  const arm = (atLeastMs = 0): void => {
    if (stopped || deps.paused()) return;
    cancel?.();
    const next = nextOrSoon();
    cancel = next === null ? null : deps.clock.after(Math.min(Math.max(atLeastMs, next - deps.clock.now()), longestSleepMs), run);
  };
  const nextOrSoon = (): number | null => {
    try {
      return deps.nextAt();
    } catch (error) {
      deps.log('error', 'the next task could not be read', { error: messageOf(error) });
      return deps.clock.now() + faultWaitMs;
    }
  };

  return {
    start: run,
    stop(): void {
      stopped = true;
      cancel?.();
    },
    schedule(
      request: RuleRequest & { prompt: string; zone?: string | undefined },
      from: { workspaceId: string; chatId: string; personId: string },
    ): { ok: true; task: Task } | { ok: false; text: string } {
      const zone = request.zone ?? deps.defaultZone();
      const now = deps.clock.now();
      const made = ruleOf(request, zone, now);
      if (!made.ok) return made;
      const task: Task = {
        id: newId('task', now),
        workspaceId: from.workspaceId,
        chatId: from.chatId,
        ownerPersonId: from.personId,
        prompt: request.prompt,
        rule: made.rule,
        zone,
        context: 'chat',
        missed: 'latest',
        enabled: true,
        nextAt: nextDue(made.rule, zone, now),
      };
      deps.add(task);
      arm();
      return { ok: true, task };
    },
    /** After a task was cancelled, a pause ended or the machine woke. */
    rearm: run,
  };
};
export type Scheduler = ReturnType<typeof createScheduler>;
