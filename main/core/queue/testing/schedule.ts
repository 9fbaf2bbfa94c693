import { reason } from '#contract/model/reason.ts';
import type { Turn } from '#contract/model/records.ts';
import { createFakeClock } from '../../base/fake-clock.ts';
import { createQueue } from '../queue.ts';

/** A message that comes at a time and takes so long to answer; with `child` its turn waits for another one in the middle. */
export interface Arrival {
  readonly atMs: number;
  readonly chatId: string;
  readonly workspaceId: string;
  readonly isPerson: boolean;
  readonly runMs: number;
  readonly child?: Omit<Arrival, 'atMs'>;
}
/** What became of it; `oldestMs` is when nobody who waited had come before. */
export interface Served {
  readonly of: Arrival;
  readonly cameMs: number;
  oldestMs: number | null;
  startedMs: number | null;
  endedMs: number | null;
  readonly waitedFor: string[];
}
interface Job extends Served {
  readonly id: string;
  parent: Job | null;
  /** What is left of it after its child. */
  leftMs: number;
  isBack: boolean;
}

/** Runs arrivals through the real queue on a fake clock, with `places` as what the machine has room for. */
export const runSchedule = async (
  arrivals: readonly Arrival[],
  o: { places: () => number; perWorkspace: number },
): Promise<{ served: Served[]; order: Served[]; mostRunning: number }> => {
  const clock = createFakeClock();
  const jobs: Job[] = [];
  const order: Served[] = [];
  const waiting = new Map<string, Job[]>();
  const running = new Map<string, { job: Job; end: (how: 'ended' | 'waiting') => void }>();
  /** Chats whose turn waits for its child: nothing else starts there. */
  const busy = new Set<string>();
  let mostRunning = 0;
  let onceMore: (() => void)[] = [];

  const come = (of: Arrival, parent: Job | null): void => {
    const job: Job = {
      id: `turn-${jobs.length}`,
      of,
      cameMs: clock.mono(),
      oldestMs: null,
      startedMs: null,
      endedMs: null,
      waitedFor: [],
      parent,
      leftMs: of.runMs,
      isBack: false,
    };
    jobs.push(job);
    waiting.set(of.chatId, [...(waiting.get(of.chatId) ?? []), job]);
    queue.wake(of.chatId);
    markOldest();
  };
  const startable = (chatId: string): Job | undefined =>
    busy.has(chatId) || [...running.values()].some(({ job }) => job.of.chatId === chatId) ? undefined : waiting.get(chatId)?.[0];
  const markOldest = (): void => {
    const oldest = jobs.find((job) => job.startedMs === null);
    if (oldest) oldest.oldestMs ??= clock.mono();
  };
  const queue = createQueue({
    start(chatId) {
      const job = startable(chatId);
      if (!job) return null;
      waiting.set(chatId, (waiting.get(chatId) ?? []).slice(1));
      job.startedMs ??= clock.mono();
      order.push(job);
      return { id: job.id, chatId, workspaceId: job.of.workspaceId } as Turn;
    },
    run: (turn) =>
      new Promise((resolve) => {
        const job = jobs.find(({ id }) => id === turn.id) as Job;
        running.set(job.id, { job, end: resolve });
        mostRunning = Math.max(mostRunning, running.size);
        clock.after(job.of.child && !job.isBack ? job.leftMs / 2 : job.leftMs, () => leave(job));
      }),
    look(chatId) {
      const job = startable(chatId);
      return job ? { workspaceId: job.of.workspaceId, isPerson: (waiting.get(chatId) ?? []).some(({ of }) => of.isPerson) } : null;
    },
    left: () => undefined,
    stopReason: () => new Error('stopped'),
    room: (n) => (n < o.places() ? null : reason('turn-waits-for-memory', { running: n, freeMb: 0 })),
    waits: (chatId, why) => void waiting.get(chatId)?.[0]?.waitedFor.push(why.code),
    later: (look) => void clock.after(1_000, look),
    atOncePerWorkspace: () => o.perWorkspace,
    paused: () => null,
    log: () => undefined,
  });
  const leave = (job: Job): void => {
    const here = running.get(job.id);
    running.delete(job.id);
    if (job.of.child && !job.isBack) {
      job.leftMs /= 2;
      busy.add(job.of.chatId);
      const { child } = job.of;
      onceMore.push(() => come({ ...child, atMs: 0 }, job));
      return here?.end('waiting');
    }
    job.endedMs = clock.mono();
    const { parent } = job;
    if (parent) {
      parent.isBack = true;
      busy.delete(parent.of.chatId);
      waiting.set(parent.of.chatId, [parent, ...(waiting.get(parent.of.chatId) ?? [])]);
      onceMore.push(() => queue.wake(parent.of.chatId));
    }
    here?.end('ended');
  };

  for (const arrival of arrivals) clock.after(arrival.atMs, () => come(arrival, null));
  // Timers come in order, and between two of them the queue's own promises run.
  for (let turns = 0; clock.pending() > 0 && turns < 100_000; turns++) {
    clock.advanceToNext();
    for (let settled = false; !settled; ) {
      await new Promise((resolve) => setImmediate(resolve));
      const now = onceMore;
      onceMore = [];
      for (const run of now) run();
      settled = now.length === 0;
    }
    markOldest();
  }
  return { served: jobs, order, mostRunning };
};
