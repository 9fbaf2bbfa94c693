import { expect, it } from 'vitest';
import { quietUntil } from './quiet.ts';

const night = { from: '22:00', to: '07:00', zone: 'Europe/Berlin' };
const at = (iso: string): number => Date.parse(iso);

it.each([
  ['before midnight', '2026-11-22T22:30:10Z', '2026-11-23T06:00:00Z'],
  ['after midnight', '2026-11-23T02:00:00Z', '2026-11-23T06:00:00Z'],
  ['the first minute', '2026-11-22T21:00:00Z', '2026-11-23T06:00:00Z'],
  ['the last minute', '2026-11-23T05:59:59Z', '2026-11-23T06:00:00Z'],
  ['a night in which the clocks go back', '2026-10-24T22:00:00Z', '2026-10-25T06:00:00Z'],
  ['a night in which the clocks go forward', '2026-03-28T23:00:00Z', '2026-03-29T05:00:00Z'],
])('holds in %s until the morning', (_, now, until) => {
  expect(quietUntil(night, at(now))).toBe(at(until));
});

it.each([
  ['the minute it ends', night, '2026-11-23T06:00:00Z'],
  ['the day', night, '2026-11-23T12:00:00Z'],
  ['the minute before it begins', night, '2026-11-22T20:59:59Z'],
  ['no hours', null, '2026-11-22T23:00:00Z'],
  ['hours that begin when they end', { ...night, to: '22:00' }, '2026-11-22T23:00:00Z'],
  ['a zone that does not exist', { ...night, zone: 'Mars/Base' }, '2026-11-22T23:00:00Z'],
])('holds nothing in %s', (_, quiet, now) => {
  expect(quietUntil(quiet, at(now))).toBeNull();
});

it('holds over noon as over midnight', () => {
  const siesta = { from: '13:00', to: '15:30', zone: 'UTC' };
  expect(quietUntil(siesta, at('2026-11-22T14:00:00Z'))).toBe(at('2026-11-22T15:30:00Z'));
  expect(quietUntil(siesta, at('2026-11-22T12:00:00Z'))).toBeNull();
});
