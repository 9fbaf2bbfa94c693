import { describe, expect, it } from 'vitest';
import { durationMs, lastDue, nextDue, ruleOf } from './rules.ts';

const at = (iso: string): number => Date.parse(iso);
const now = at('2026-11-22T09:00:00Z');

describe('ruleOf', () => {
  it.each([
    [{ in: '1m' }, { kind: 'once', atMs: now + 60_000 }],
    [{ in: '1h30m' }, { kind: 'once', atMs: now + 5_400_000 }],
    [{ once: '2026-12-01T09:00' }, { kind: 'once', atMs: at('2026-12-01T08:00:00Z') }],
    [{ once: '2026-12-01T09:00:00+03:00' }, { kind: 'once', atMs: at('2026-12-01T06:00:00Z') }],
    [{ every: '30m' }, { kind: 'every', everyMs: 1_800_000, anchorMs: now }],
    [{ cron: '0 9 * * 1-5' }, { kind: 'cron', cron: '0 9 * * 1-5' }],
  ])('%j', (request, rule) => {
    expect(ruleOf(request, 'Europe/Berlin', now)).toEqual({ ok: true, rule });
  });

  it.each([
    {},
    { in: '1m', every: '2m' },
    { in: 'soon' },
    { in: '0m' },
    { once: '2020-01-01T00:00' },
    { once: 'tomorrow' },
    { every: '10s' },
    { cron: '61 * * * *' },
    { cron: '* * * * * *' },
    { cron: '0 0 30 2 *' },
  ])('refuses %j in words', (request) => {
    const result = ruleOf(request, 'Europe/Berlin', now);
    expect(result.ok).toBe(false);
    expect(result.ok ? '' : result.text).toMatch(/\w{3,}/);
  });

  it('refuses an unknown zone', () => {
    expect(ruleOf({ in: '1m' }, 'Mars/Olympus', now)).toMatchObject({ ok: false });
  });
});

describe('nextDue', () => {
  it('keeps nine o’clock over the change to summer time', () => {
    const rule = { kind: 'cron', cron: '0 9 * * *' } as const;
    const first = nextDue(rule, 'Europe/Berlin', at('2026-03-28T07:00:00Z'));
    expect(first).toBe(at('2026-03-28T08:00:00Z'));
    expect(nextDue(rule, 'Europe/Berlin', first ?? 0)).toBe(at('2026-03-29T07:00:00Z'));
  });

  it('keeps the rhythm of an interval however late it is asked', () => {
    const rule = { kind: 'every', everyMs: 60_000, anchorMs: 1000 } as const;
    expect(nextDue(rule, 'UTC', 1000)).toBe(61_000);
    expect(nextDue(rule, 'UTC', 61_000)).toBe(121_000);
    expect(nextDue(rule, 'UTC', 10_000_000)).toBe(10_021_000);
  });

  it('has no second time for a task that comes once', () => {
    expect(nextDue({ kind: 'once', atMs: 5 }, 'UTC', 5)).toBeNull();
  });
});

describe('lastDue', () => {
  it.each([
    ['* * * * *', '2026-11-22T09:00:00Z'],
    ['0 * * * *', '2026-11-22T09:00:00Z'],
    ['30 8 * * 1', '2026-11-16T07:30:00Z'],
    ['0 0 29 2 *', '2024-02-28T23:00:00Z'],
  ])('finds the newest time of %s', (cron, iso) => {
    expect(lastDue({ kind: 'cron', cron }, 'Europe/Berlin', now)).toBe(at(iso));
  });
  it('finds it for an interval, and none before its first time', () => {
    expect(lastDue({ kind: 'every', everyMs: 60_000, anchorMs: 1000 }, 'UTC', 200_000)).toBe(181_000);
    expect(lastDue({ kind: 'every', everyMs: 60_000, anchorMs: 1000 }, 'UTC', 60_999)).toBeNull();
  });
});

it('reads durations', () => {
  expect(durationMs('90s')).toBe(90_000);
  expect(durationMs('1 h 30 m')).toBe(5_400_000);
  expect(durationMs('m')).toBeNull();
});
