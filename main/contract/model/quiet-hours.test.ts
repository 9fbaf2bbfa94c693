import { expect, test } from 'vitest';
import { isQuietAt } from './quiet-hours.ts';

const at = (hours: number, minutes = 0): Date => new Date(2026, 2, 14, hours, minutes);

test('quiet hours may go over midnight, and end on the minute', () => {
  const night = { from: '22:00', to: '07:00' };
  expect([21, 22, 3, 7].map((hour) => isQuietAt(night, at(hour)))).toEqual([false, true, true, false]);
  expect(isQuietAt({ from: '12:00', to: '13:00' }, at(12, 59))).toBe(true);
  expect(isQuietAt({ from: '12:00', to: '12:00' }, at(12))).toBe(false);
  expect(isQuietAt(null, at(3))).toBe(false);
});
