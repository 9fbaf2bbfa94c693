import { expect, it } from 'vitest';
import { createCodeGuard } from './code-guard.ts';

const minute = 60_000;
const setUp = () => {
  let now = 0;
  const guard = createCodeGuard(() => now);
  const pass = (ms: number): void => {
    now += ms;
  };
  return { guard, pass };
};

it('locks a person out for ten minutes after five wrong codes in one, and nobody else', () => {
  const { guard, pass } = setUp();
  for (let i = 0; i < 4; i++) guard.wrong('ann');
  guard.check('ann');
  expect(() => guard.wrong('ann')).toThrow('codes-locked');
  expect(() => guard.check('ann')).toThrow('codes-locked');
  guard.check('bob');
  pass(10 * minute);
  guard.check('ann');
});

it('forgets wrong codes after a minute', () => {
  const { guard, pass } = setUp();
  for (let i = 0; i < 12; i++) {
    guard.wrong('ann');
    pass(20_000);
  }
  guard.check('ann');
});
