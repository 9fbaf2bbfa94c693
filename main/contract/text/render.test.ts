import { expect, it } from 'vitest';
import { reason } from '../model/reason.ts';
import { renderOnPhone, renderReason } from './render.ts';

it.each(['constructor', 'toString', '__proto__', 'no-such-code'])('shows a code that has no sentence as it is: %s', (code) => {
  expect(renderReason(reason(code))).toBe(`(${code})`);
});

it.each(['constructor', 'toString', '__proto__'])('shows a cause as it is that is no code: %s', (why) => {
  const told = reason('ask-secret-on-phone', { name: 'TOKEN', why, workspace: 'home', minutes: 5 });
  expect(renderReason(told)).toContain(why);
});

it('names no terminal on a phone, and the app instead', () => {
  expect(renderReason(reason('vault-locked'))).toContain(' vault unlock');
  expect(renderOnPhone(reason('vault-locked'))).toMatch(/See the app\.$/);
  expect(renderOnPhone(reason('vault-locked'))).not.toContain('pynchy --');
  expect(renderOnPhone(reason('nothing-runs'))).toBe(renderReason(reason('nothing-runs')));
});
