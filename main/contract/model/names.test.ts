import { expect, it } from 'vitest';
import { folderName, nameProblem, plainName } from './names.ts';

it.each([
  'home',
  'Bücher-2',
  'Café',
  '仕事',
  'עבודה',
  'عائلة',
  'परिवार',
  'می‌خواهم',
  '🏠',
  'Zuhause🏡',
  '👨‍👩‍👧-family',
  '🇩🇪',
  '❤️',
  'v1.2_x',
  'Москва-trip',
])('%s can be a name, and stays as it is', (name) => {
  expect(nameProblem(name)).toBeNull();
  expect(plainName(name)).toBe(name);
});

it.each([
  ['a/b', ['/']],
  ['..\\x', ['\\']],
  ['a b', [' ']],
  ['a\nb', ['\n']],
  ['pay\u202Efdp', ['\u202E']],
  ['ho\u200Bme', ['\u200B']],
  ['\u3164', ['\u3164']],
  ['ｈｏｍｅ', ['ｈ', 'ｏ', 'ｍ', 'ｅ']],
  ['R&D?', ['&', '?']],
  ['x\u200D', ['\u200D']],
])('%j is refused for its signs', (name, signs) => {
  expect(nameProblem(name)).toEqual({ code: 'name-signs', signs });
});

it.each([
  ['hоme', 'name-mixed'],
  ['Αdmin', 'name-mixed'],
  ['.hidden', 'name-start'],
  ['-rf', 'name-start'],
  ['x'.repeat(61), 'name-long'],
])('%s is refused: %s', (name, code) => {
  expect(nameProblem(name)).toEqual({ code });
});

it.each([
  ['Family stuff', 'Family-stuff'],
  ['  a  b c ', 'a-b-c'],
  ['R&D / tests', 'R-D-tests'],
  ['Cafe\u0301', 'Café'],
  ['ｈｏｍｅ', 'home'],
  ['home\u200B', 'home'],
  ['ho\u200Bme', 'home'],
  ['.hidden', 'hidden'],
  ['Our home 🏡!', 'Our-home-🏡'],
  ['"quoted"', 'quoted'],
  ['   ', ''],
])('%j becomes %j', (typed, name) => {
  expect(plainName(typed)).toBe(name);
  if (name !== '') expect(nameProblem(name)).toBeNull();
});

it.each([
  ['home', 'home'],
  ['Bücher-2', 'Bücher-2'],
  ['🏠', 'workspace'],
  ['Our-home-🏡', 'Our-home'],
  ['👨‍👩‍👧-family', 'family'],
  ['CON', 'CON-1'],
  ['nul.txt', 'nul-1.txt'],
  ['v1.', 'v1'],
])('the folder of %s is %s', (name, folder) => {
  expect(folderName(name)).toBe(folder);
});
