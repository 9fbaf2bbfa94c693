import { beforeEach, expect, it } from 'vitest';
import { type AdmissionOptions, createAdmission } from './admission.ts';

const never = new AbortController().signal;
let freeBytes = 0;
let running = 0;
let idle = 0;
let nowMs = 0;
let order: string[] = [];
let told: string[] = [];

const admission = (more: Partial<AdmissionOptions> = {}) =>
  createAdmission({
    freeBytes: () => freeBytes,
    askBytes: 100,
    keepBytes: 50,
    startsAtOnce: 2,
    running: () => running,
    makeRoom: async () => {
      if (idle === 0) return false;
      idle--;
      running--;
      freeBytes += 100;
      return true;
    },
    everyMs: 5,
    patienceMs: 1_000,
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
  running = 1;
  idle = 0;
  nowMs = 0;
  order = [];
  told = [];
});

it('lets in at once what there is room for, so many at a time as there are cores', async () => {
  const into = admission();
  const [one] = await Promise.all([enter(into, 'a'), enter(into, 'b')]);
  const third = enter(into, 'c');
  expect(order).toEqual(['a', 'b']);
  one?.();
  await third;
  expect(told).toEqual([]);
});

it('makes the next wait with a reason while memory is short, and lets it in when there is some', async () => {
  freeBytes = 149;
  const into = admission();
  const waiting = enter(into, 'a');
  await expect.poll(() => told).toEqual(['a waiting-for-memory']);
  expect(order).toEqual([]);
  freeBytes = 150;
  await waiting;
});

it('counts those that start now, whose memory nobody sees yet', async () => {
  freeBytes = 249;
  const into = admission();
  const done = await enter(into, 'a');
  const second = enter(into, 'b');
  await expect.poll(() => told).toEqual(['b waiting-for-memory']);
  done();
  await second;
});

it('lets people in before tasks, and a task that has waited long before them', async () => {
  freeBytes = 0;
  const into = admission({ startsAtOnce: 1 });
  const all = [enter(into, 'task'), enter(into, 'person', true), enter(into, 'second person', true)];
  await expect.poll(() => told.length).toBeGreaterThan(0);
  freeBytes = 1_000;
  (await all[1])?.();
  expect(order).toEqual(['person']);
  (await all[2])?.();
  (await all[0])?.();
  order = [];
  freeBytes = 0;
  const patient = enter(into, 'task');
  nowMs = 2_000;
  const person = enter(into, 'person', true);
  freeBytes = 1_000;
  (await patient)();
  (await person)();
  expect(order).toEqual(['task', 'person']);
});

it('ends what is idle to make room: who waits for another never keeps that one out', async () => {
  freeBytes = 100;
  running = 3;
  idle = 2;
  const into = admission();
  await enter(into, 'child');
  expect([idle, freeBytes]).toEqual([1, 200]);
});

it('lets in the only one, however little is free', async () => {
  freeBytes = 0;
  running = 0;
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
