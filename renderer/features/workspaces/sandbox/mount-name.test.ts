import { expect, test } from 'vitest';
import { mountNameOf } from './mount-name.ts';

test('a folder is called inside as it is outside, as far as the letters go and the name is free', () => {
  const names = ['/home/ann/Documents', '~/Bücher & mehr/', 'C:\\Users\\ann\\Work', '/', '/x/.hidden', `/${'a'.repeat(80)}`];
  expect(names.map((path) => mountNameOf(path, []))).toEqual(['Documents', 'Bu-cher-mehr', 'Work', 'folder', 'hidden', 'a'.repeat(36)]);
  expect(mountNameOf('/a/data', ['data', 'data-2'])).toBe('data-3');
});
