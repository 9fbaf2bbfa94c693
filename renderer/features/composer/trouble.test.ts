import { expect, it } from 'vitest';
import type { HealthRow } from '#contract/model/health.ts';
import { troubleOf } from './trouble.ts';

const row = (id: string, state: HealthRow['state'], code: string): HealthRow => ({
  id: `account:${id}`,
  subject: 'account',
  name: id,
  state,
  reason: { code, params: {} },
  since: null,
  nextAt: null,
  action: null,
});
const workspace = {
  id: 'ws',
  accounts: [
    { id: 'a', name: 'Claude' },
    { id: 'b', name: 'Work' },
  ],
};
const alone = { ...workspace, accounts: workspace.accounts.slice(0, 1) };

it.each([
  ['refused', 'waits', 'other'],
  ['rate-limited', 'waits', 'other'],
  ['over-budget', 'month', 'other'],
  ['key-rejected', 'fails', 'other'],
  // No other account is asked after these.
  ['model-not-found', 'fails', 'fails'],
])('what is sent after %s: alone it %s, with another account %s', (code, byItself, withOther) => {
  const rows = [row('a', 'failing', code), row('b', 'ok', 'health-account-ok')];
  expect(troubleOf(rows, alone)?.fate).toBe(byItself);
  expect(troubleOf(rows, workspace)?.fate).toBe(withOther);
});

it('names no other account that is not well itself, and nothing where the first one is well', () => {
  expect(troubleOf([row('a', 'failing', 'refused'), row('b', 'failing', 'refused')], workspace)).toMatchObject({
    fate: 'waits',
    other: null,
  });
  expect(troubleOf([row('a', 'ok', 'health-account-ok'), row('b', 'failing', 'refused')], workspace)).toBeNull();
  expect(troubleOf([], workspace)).toBeNull();
});
