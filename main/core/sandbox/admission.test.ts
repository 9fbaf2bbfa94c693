import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRandom } from '../../../tests/chaos/random.ts';
import { type AdmissionOptions, createAdmission } from './admission.ts';

const never = new AbortController().signal;
let freeBytes = 0;
let cores = 2;
let running = { all: 0, working: 0 };
let idle = 0;
let nowMs = 0;
let order: string[] = [];
let told: string[] = [];

const admission = (more: Partial<AdmissionOptions> = {}) =>
  createAdmission({
    machine: () => ({ cores, freeBytes, totalBytes: 4 * 1024 ** 3 }),
    ask: { memBytes: 100, cores: 0.25 },
    keepBytes: 50,
    running: () => running,
    makeRoom: async () => {
      if (idle === 0) return false;
      idle--;
      running = { ...running, all: running.all - 1 };
      freeBytes += 100;
      return true;
    },
    everyMs: 5,
    coresPatienceMs: 1_000,
    nowMs: () => nowMs,
    ...more,
  });
const enter = async (into: ReturnType<typeof admission>, name: string, isUrgent = false, signal = never): Promise<() => void> => {
  const done = await into.enter({ isUrgent: () => isUrgent, told: (why) => told.push(`${name} ${why.code}`) }, signal);
  order.push(name);
  return done;
};

beforeEach(() => {
  freeBytes = 1_000;
  cores = 2;
  running = { all: 1, working: 0 };
  idle = 0;
  nowMs = 0;
  order = [];
  told = [];
});
afterEach(() => vi.useRealTimers());

it('lets in at once what there is room for, so many at a time as there are cores', async () => {
  const into = admission();
  const [one] = await Promise.all([enter(into, 'a'), enter(into, 'b')]);
  const third = enter(into, 'c');
  expect(order).toEqual(['a', 'b']);
  one?.();
  await third;
  expect(told).toEqual(['c waiting-for-cores']);
});

it('counts the cores that working sandboxes ask for, and none for idle ones', async () => {
  running = { all: 40, working: 0 };
  const into = admission();
  (await enter(into, 'beside idle ones'))();
  running = { all: 40, working: 5 };
  const waits = enter(into, 'beside working ones');
  expect(told).toEqual(['beside working ones waiting-for-cores']);
  running = { all: 40, working: 4 };
  await waits;
});

it('lets nobody wait for cores for long, for they only make it slower', async () => {
  running = { all: 40, working: 40 };
  const into = admission();
  const waits = enter(into, 'a');
  expect(order).toEqual([]);
  nowMs = 1_000;
  await waits;
});

it('makes the next wait with a reason while memory is short, and lets it in when there is some', async () => {
  freeBytes = 149;
  const into = admission();
  const waiting = enter(into, 'a');
  expect(told).toEqual(['a waiting-for-memory']);
  expect(order).toEqual([]);
  freeBytes = 150;
  await waiting;
});

it('counts those that start now, whose memory nobody sees yet', async () => {
  freeBytes = 249;
  const into = admission();
  const done = await enter(into, 'a');
  const second = enter(into, 'b');
  expect(told).toEqual(['b waiting-for-memory']);
  done();
  await second;
});

it('lets people in before tasks, but not more than run past the same task', async () => {
  freeBytes = 0;
  cores = 1;
  const into = admission();
  const task = enter(into, 'task');
  const people = ['one', 'two', 'three'].map((name) => enter(into, name, true));
  freeBytes = 1_000;
  for (const one of [people[0], people[1], task, people[2]]) (await one)?.();
  expect(order).toEqual(['one', 'two', 'task', 'three']);
});

it('ends what is idle to make room: who waits for another never keeps that one out', async () => {
  freeBytes = 100;
  running = { all: 3, working: 0 };
  idle = 2;
  const into = admission();
  await enter(into, 'child');
  expect([idle, freeBytes]).toEqual([1, 200]);
});

it('lets in the only one, however little is free', async () => {
  freeBytes = 0;
  running = { all: 0, working: 0 };
  await enter(admission(), 'a');
});

it('forgets who leaves', async () => {
  freeBytes = 0;
  const into = admission();
  const leave = new AbortController();
  const left = enter(into, 'a', true, leave.signal);
  const stays = enter(into, 'b');
  leave.abort();
  await expect(left).rejects.toMatchObject({ code: 'cancelled' });
  freeBytes = 1_000;
  await stays;
  expect(order).toEqual(['b']);
});

// PYNCHY_SCHEDULES: how many, PYNCHY_FIRST_SEED: from which on.
const schedules = Number(process.env.PYNCHY_SCHEDULES ?? 1_000);
const first = Number(process.env.PYNCHY_FIRST_SEED ?? 1);
it(`lets everybody in, whatever is short (${schedules} schedules from seed ${first} on)`, async () => {
  vi.useFakeTimers();
  for (let seed = first; seed < first + schedules; seed++) {
    const random = createRandom(seed);
    const has = random.between(1, 6) * 100;
    cores = random.between(1, 4);
    running = { all: 0, working: 0 };
    nowMs = 0;
    const idling: string[] = [];
    const into = admission({
      machine: () => ({ cores, freeBytes: has - running.all * 100, totalBytes: has }),
      makeRoom: async () => {
        if (idling.pop() === undefined) return false;
        running = { ...running, all: running.all - 1 };
        return true;
      },
      everyMs: 100,
      nowMs: () => Date.now(),
    });
    const asked = random.between(2, 20);
    const entered: string[] = [];
    for (let n = 0; n < asked; n++) {
      const startMs = random.between(1, 50);
      const workMs = random.between(1, 3_000);
      const isUrgent = random.chance(0.5);
      setTimeout(
        () =>
          void into.enter({ isUrgent: () => isUrgent, told: () => undefined }, never).then((done) => {
            entered.push(`${n}`);
            setTimeout(() => {
              running = { all: running.all + 1, working: running.working + 1 };
              done();
              setTimeout(() => {
                running = { ...running, working: running.working - 1 };
                idling.push(`${n}`);
              }, workMs);
            }, startMs);
          }),
        random.between(0, 2_000),
      );
    }
    for (let waitedMs = 0; entered.length < asked && waitedMs < 120_000; waitedMs += 2_000) await vi.advanceTimersByTimeAsync(2_000);
    expect(entered, `repeat with PYNCHY_FIRST_SEED=${seed} PYNCHY_SCHEDULES=1`).toHaveLength(asked);
    vi.clearAllTimers();
  }
});
