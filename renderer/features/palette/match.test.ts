import { expect, test } from 'vitest';
import { isFound } from './match.ts';

test('words are found by their beginnings, in any order and without accents', () => {
  expect(isFound('March receipts home', 'rec mar')).toBe(true);
  expect(isFound('Café Zürich', 'cafe zur')).toBe(true);
  expect(isFound('March receipts', 'april')).toBe(false);
});

test('two letters in the middle of a word are no hit, three are', () => {
  expect(isFound('Appearance', 'ar')).toBe(false);
  expect(isFound('Appearance', 'ear')).toBe(true);
});

test('an empty query finds everything', () => {
  expect(isFound('anything', '  ')).toBe(true);
});
