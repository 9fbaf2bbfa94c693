import { expect, test } from 'vitest';
import { acceleratorOf, capsOf } from './accelerator.ts';

const press = (code: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
  code,
});

test('a letter with modifiers is a shortcut in the order that the shell reads', () => {
  expect(acceleratorOf(press('KeyP', { shiftKey: true, ctrlKey: true }))).toBe('CommandOrControl+Shift+P');
  expect(acceleratorOf(press('Space', { altKey: true }))).toBe('Alt+Space');
});

test('a key alone, Shift with a letter, and modifiers alone are none', () => {
  expect(acceleratorOf(press('KeyP'))).toBeNull();
  expect(acceleratorOf(press('KeyP', { shiftKey: true }))).toBeNull();
  expect(acceleratorOf(press('ControlLeft', { ctrlKey: true }))).toBeNull();
});

test('it is shown with the caps of this window', () => {
  expect(capsOf('CommandOrControl+Shift+P')).toBe('mod+shift+P');
});
