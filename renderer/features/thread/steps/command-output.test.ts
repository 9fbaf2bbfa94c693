import { expect, test } from 'vitest';
import { addOutput, shellLine } from './command-output.ts';

test('pieces join by their place, and one that came twice changes nothing', () => {
  const once = addOutput(undefined, { offset: 0, text: 'one ' });
  const twice = addOutput(once, { offset: 2, text: 'e two' });
  expect(twice).toEqual({ from: 0, text: 'one two' });
  expect(addOutput(twice, { offset: 0, text: 'one ' })).toBe(twice);
});

test('after a hole the output goes on where it is heard again', () => {
  expect(addOutput({ from: 0, text: 'one' }, { offset: 9, text: 'far' })).toEqual({ from: 9, text: 'far' });
});

test('of a very long output the newest part is kept', () => {
  const long = addOutput({ from: 0, text: 'a'.repeat(20_000) }, { offset: 20_000, text: 'end' });
  expect(long.from).toBe(3);
  expect(long.text.endsWith('aend')).toBe(true);
});

test.each([
  ['!ls -la', 'ls -la'],
  ['@pynchy ! ls', 'ls'],
  ['!', null],
  ['/stop', null],
  ['wow!', null],
])('%j is the shell line %j', (text, line) => expect(shellLine(text)).toBe(line));
