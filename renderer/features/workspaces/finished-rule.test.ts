import { expect, it } from 'vitest';
import type { RuleCondition } from '#contract/model/rule.ts';
import { finishedRule } from './finished-rule.ts';

const field = (name: string, kind: 'text' | 'number' | 'yes-no') => ({ name, kind, isRequired: false });
const tools = [
  {
    name: 'pay',
    pluginId: null,
    tier: 'external' as const,
    isSource: false,
    fields: [field('amount', 'number'), field('now', 'yes-no'), field('to', 'text')],
  },
];
const finished = (condition: RuleCondition) =>
  finishedRule({ tool: 'pay', conditions: [condition], decision: 'deny' }, tools).conditions[0];

it.each([
  ['amount', '5', 5],
  ['amount', ' 12.50 ', 12.5],
  ['amount', 'five', 'five'],
  ['now', 'yes', true],
  ['now', 'False', false],
  ['to', '5', '5'],
  ['unknown', '5', '5'],
])('compares %s with what "%s" means there', (name, typed, value) =>
  expect(finished({ is: 'field-in', field: name, values: [typed] })).toMatchObject({ values: [value] }),
);

it('leaves out hosts that are not typed yet', () =>
  expect(finished({ is: 'host-in', hosts: ['a.org', ''] })).toMatchObject({ hosts: ['a.org'] }));
