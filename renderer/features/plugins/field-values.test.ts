import { expect, test } from 'vitest';
import { problemOf, settingsFrom, typedFrom } from './field-values.ts';
import { fieldsOf } from './schema-fields.ts';

const fields = fieldsOf({
  type: 'object',
  required: ['address', 'key'],
  properties: {
    words: { type: 'array', items: { type: 'string' }, 'x-order': 5 },
    address: { type: 'string', format: 'uri', 'x-order': 1 },
    key: { type: 'string', 'x-secret': true, 'x-order': 2 },
    seconds: { type: 'number', default: 60, exclusiveMinimum: 0, maximum: 290, 'x-order': 3 },
    fast: { type: 'boolean', 'x-order': 4 },
    odd: { type: 'object' },
  },
});
const field = (name: string) => {
  const found = fields.find((f) => f.name === name);
  if (!found) throw new Error(`no field ${name}`);
  return found;
};

test('the fields come in the order of the plugin, without what no form can draw', () => {
  expect(fields.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    'address address',
    'key secret',
    'seconds number',
    'fast switch',
    'words list',
  ]);
});

test('a saved secret is never in its field, and is kept when nothing is typed', () => {
  const saved = { address: 'https://a.example', key: { secret: 'plugin:x:key', purpose: 'Key' }, words: ['a', 'b'] };
  const typed = typedFrom(fields, saved);
  expect(typed).toEqual({ address: 'https://a.example', key: '', seconds: '60', fast: false, words: 'a\nb' });
  expect(settingsFrom(fields, typed, saved)).toEqual({ ...saved, seconds: 60, fast: false });
  expect(settingsFrom(fields, { ...typed, key: 'new' }, saved).key).toBe('new');
});

test('what is missing or does not fit is told beside its field', () => {
  expect(problemOf(field('address'), { address: ' ' }, {})?.key).toBe('plugins.mustSet');
  expect(problemOf(field('address'), { address: 'ftp://x' }, {})?.key).toBe('plugins.mustAddress');
  expect(problemOf(field('key'), { key: '' }, {})?.key).toBe('plugins.mustSet');
  expect(problemOf(field('key'), { key: '' }, { key: { secret: 's', purpose: 'p' } })).toBeNull();
  expect(problemOf(field('seconds'), { seconds: 'x' }, {})?.key).toBe('plugins.mustNumber');
  expect(problemOf(field('seconds'), { seconds: '0' }, {})).toEqual({ key: 'plugins.mustAbove', params: { n: 0 } });
  expect(problemOf(field('seconds'), { seconds: '291' }, {})).toEqual({ key: 'plugins.mustMax', params: { n: 290 } });
});
