import { expect, it } from 'vitest';
import { argumentsOf, usualText } from './given.ts';

it('tells what the model gave from what is usual, and leaves out of that what adds nothing', () => {
  const input = { command: 'ls', timeout_s: 120, background: false, hosts: [], note: '', all: true };
  const told = argumentsOf(input, ['timeout_s', 'background', 'hosts', 'note', 'all']);
  expect(told).toEqual({ given: { command: 'ls' }, usual: { timeout_s: 120, all: true } });
  expect(usualText(told)).toBe('timeout_s: 120, all: true');
  // Given on purpose, it is shown also when it is the usual value, or nothing.
  expect(argumentsOf(input, []).given).toEqual(input);
});
