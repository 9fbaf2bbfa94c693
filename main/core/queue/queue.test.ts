import { expect, it } from 'vitest';
import { createRandom } from '../../../tests/chaos/random.ts';
import { type Arrival, runSchedule } from './testing/schedule.ts';

const task = (n: number, more: Partial<Arrival> = {}): Arrival => ({
  atMs: 0,
  chatId: `task-${n}`,
  workspaceId: 'busy',
  isPerson: false,
  runMs: 1_000,
  ...more,
});
const person = (n: number, more: Partial<Arrival> = {}): Arrival => ({ ...task(n), chatId: `person-${n}`, isPerson: true, ...more });
const chats = (order: readonly { of: Arrival }[]): string[] => order.map(({ of }) => of.chatId);

it('runs as many turns as there is room for, and tells the others why they wait', async () => {
  const { served, mostRunning } = await runSchedule([task(1), task(2), task(3)], { places: () => 2, perWorkspace: 16 });
  expect(mostRunning).toBe(2);
  expect(served.map(({ waitedFor }) => waitedFor)).toEqual([[], [], ['turn-waits-for-memory']]);
  expect(served.map(({ endedMs }) => endedMs)).toEqual([1_000, 1_000, 2_000]);
});

it('runs one, however little is free', async () => {
  const { served, mostRunning } = await runSchedule([task(1), person(2)], { places: () => 0, perWorkspace: 16 });
  expect(mostRunning).toBe(1);
  expect(served.every(({ endedMs }) => endedMs !== null)).toBe(true);
});

it('takes a person next, though tasks have waited for longer', async () => {
  const tasks = [1, 2, 3, 4].map((n) => task(n));
  const { order } = await runSchedule([...tasks, person(1, { atMs: 500 })], { places: () => 1, perWorkspace: 16 });
  expect(chats(order)).toEqual(['task-1', 'person-1', 'task-2', 'task-3', 'task-4']);
});

it('takes a person of a workspace that is full of tasks next there, and tells it what it waits for', async () => {
  const arrivals = [task(1), task(2), task(3), person(1, { atMs: 100 })];
  const { order, served } = await runSchedule(arrivals, { places: () => 16, perWorkspace: 1 });
  expect(chats(order)).toEqual(['task-1', 'person-1', 'task-2', 'task-3']);
  expect(served.at(-1)?.waitedFor).toEqual(['turn-waits-for-workspace']);
});

it('takes a task in between when people come without end', async () => {
  const people = Array.from({ length: 20 }, (_, n) => person(n, { atMs: n * 500 }));
  const { served } = await runSchedule([...people.slice(0, 2), task(1), ...people.slice(2)], { places: () => 1, perWorkspace: 16 });
  const waited = served.find(({ of }) => !of.isPerson);
  expect((waited?.startedMs ?? Number.NaN) - (waited?.oldestMs ?? 0)).toBeLessThanOrEqual(2_000);
});

it('does not stand still when a turn waits for its child and there is room for one', async () => {
  const child = task(9, { chatId: 'child', workspaceId: 'other' });
  const { served, order } = await runSchedule([person(1, { child }), task(1)], { places: () => 1, perWorkspace: 1 });
  expect(served.every(({ endedMs }) => endedMs !== null)).toBe(true);
  expect(chats(order)).toContain('child');
});

// PYNCHY_SCHEDULES: how many, PYNCHY_FIRST_SEED: from which on.
const schedules = Number(process.env.PYNCHY_SCHEDULES ?? 1_000);
it(`starves and locks nobody (${schedules} schedules from seed ${process.env.PYNCHY_FIRST_SEED ?? 1} on)`, async () => {
  const first = Number(process.env.PYNCHY_FIRST_SEED ?? 1);
  for (let seed = first; seed < first + schedules; seed++) {
    const random = createRandom(seed);
    const places = random.between(1, 4);
    const perWorkspace = random.pick([1, 2, 16, 16]);
    const childShare = random.pick([0, 0.2]);
    const arrivals = Array.from({ length: random.between(2, 30) }, (_, n): Arrival => {
      const isPerson = random.chance(0.5);
      const of = {
        workspaceId: `w${random.between(1, 4)}`,
        chatId: `${isPerson ? 'p' : 't'}${random.between(1, 12)}`,
        runMs: random.between(10, 5_000),
      };
      const child = { ...of, workspaceId: `w${random.between(1, 4)}`, chatId: `child-${n}`, isPerson, runMs: random.between(10, 2_000) };
      return { ...of, atMs: random.between(0, 10_000), isPerson, ...(random.chance(childShare) ? { child } : {}) };
    });
    const { served, mostRunning } = await runSchedule(arrivals, { places: () => places, perWorkspace });
    const repeat = `repeat with PYNCHY_FIRST_SEED=${seed} PYNCHY_SCHEDULES=1`;
    expect(mostRunning, repeat).toBeLessThanOrEqual(places);
    expect(
      served.filter(({ endedMs }) => endedMs === null),
      repeat,
    ).toEqual([]);
    // Where only the machine limits: who has waited for the longest waits for two rounds at most.
    if (perWorkspace < 16 || arrivals.some((one) => one.child)) continue;
    const longest = Math.max(...arrivals.map(({ runMs }) => runMs));
    const free = served.filter(({ of }) => arrivals.filter(({ chatId }) => chatId === of.chatId).length === 1);
    expect(
      free.filter(({ oldestMs, startedMs }) => oldestMs !== null && startedMs !== null && startedMs - oldestMs > 2 * longest),
      repeat,
    ).toEqual([]);
  }
});
