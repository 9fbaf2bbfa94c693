import { expect, it } from 'vitest';
import type { Task } from '#contract/model/records.ts';
import { createFakeClock } from '../base/fake-clock.ts';
import { createScheduler } from './scheduler.ts';

const setUp = (tasks: Task[] = []) => {
  const pause = { on: false };
  const clock = createFakeClock();
  const rows = new Map(tasks.map((t) => [t.id, t]));
  const fired: { id: string; dueAt: number; missed: readonly number[] }[] = [];
  const scheduler = createScheduler({
    clock,
    due: (now) => [...rows.values()].filter((t) => t.nextAt !== null && t.nextAt <= now),
    nextAt: () =>
      [...rows.values()].reduce<number | null>((min, t) => (t.nextAt !== null && (min === null || t.nextAt < min) ? t.nextAt : min), null),
    fire: (task, o) => {
      fired.push({ id: task.id, dueAt: o.dueAt, missed: o.missed });
      rows.set(task.id, { ...task, nextAt: o.nextAt });
    },
    add: (task) => void rows.set(task.id, task),
    planned: () => [...rows.values()],
    move: (task, nextAt) => void rows.set(task.id, { ...task, nextAt }),
    defaultZone: () => 'UTC',
    paused: () => pause.on,
    log: () => undefined,
  });
  return { clock, scheduler, fired, rows, pause };
};
const from = { workspaceId: 'w', chatId: 'c', personId: 'p' };

it('fires nothing while paused, and what became due once after it', () => {
  const { clock, scheduler, fired, pause } = setUp();
  scheduler.schedule({ prompt: 'look', every: '10m' }, from);
  pause.on = true;
  clock.advance(3 * 600_000);
  expect(fired).toHaveLength(0);
  pause.on = false;
  scheduler.rearm();
  expect(fired).toHaveLength(1);
});

it('fires a reminder once, at its time', () => {
  const { clock, scheduler, fired } = setUp();
  scheduler.schedule({ prompt: 'tea', in: '1m' }, from);
  clock.advance(59_000);
  expect(fired).toHaveLength(0);
  clock.advance(2_000);
  clock.advance(3_600_000);
  expect(fired).toHaveLength(1);
});

it('fires the newest of several missed times and notes the others', () => {
  const { clock, scheduler, fired } = setUp();
  scheduler.schedule({ prompt: 'look', every: '10m' }, from);
  clock.jump(3_600_000);
  scheduler.rearm();
  expect(fired).toHaveLength(1);
  expect(fired[0]?.missed).toHaveLength(5);
});

it('fires the newest time also after a very long absence, and keeps the notes bounded', () => {
  const { clock, scheduler, fired } = setUp();
  scheduler.schedule({ prompt: 'look', every: '10m' }, from);
  clock.jump(400 * 86_400_000 + 7 * 60_000);
  scheduler.rearm();
  expect(clock.now() - (fired[0]?.dueAt ?? 0)).toBe(7 * 60_000);
  expect(fired[0]?.missed).toHaveLength(50);
});

it.each([3_600_000, -3_600_000, 10 * 365 * 86_400_000, -10 * 365 * 86_400_000])('causes no storm when the clock jumps by %d ms', (ms) => {
  const { clock, scheduler, fired } = setUp();
  scheduler.schedule({ prompt: 'look', every: '10m' }, from);
  clock.jump(ms);
  clock.advance(120_000);
  expect(fired.length).toBeLessThan(5);
  expect(clock.pending()).toBe(1);
});

it('does not sleep for years when the clock was far ahead and is set right', () => {
  const { clock, scheduler, fired } = setUp();
  scheduler.schedule({ prompt: 'look', every: '10m' }, from);
  clock.jump(10 * 365 * 86_400_000);
  clock.advance(600_000);
  const ahead = fired.length;
  expect(ahead).toBeLessThan(4);
  clock.jump(-10 * 365 * 86_400_000);
  clock.advance(1_200_000);
  expect(fired.length).toBeGreaterThan(ahead);
  expect(fired.length).toBeLessThan(ahead + 4);
});
