import { expect, it } from 'vitest';
import { plainName } from './plain-name.ts';

it('joins the words of a name with dashes, and leaves other names as they are', () => {
  expect(['Family stuff', '  a  b c ', 'home', 'Bücher-2', '   '].map(plainName)).toEqual([
    'Family-stuff',
    'a-b-c',
    'home',
    'Bücher-2',
    '',
  ]);
});
