import { expect, it } from 'vitest';
import { checkText, longestText } from './text.ts';

it.each([
  ['nothing', ''],
  ['blanks', ' \n\t '],
  ['zero-width characters', '\u200b\u200d\ufeff'],
  ['bidi marks alone', '\u202e\u2066'],
  ['blank letters', '\u2800\u3164'],
])('refuses %s as empty', (_, text) => {
  expect(() => checkText(text)).toThrow('text-empty');
});

it('refuses null characters and text beyond the limit, with the numbers', () => {
  expect(() => checkText('a\0b')).toThrow('text-binary');
  expect(() => checkText('x'.repeat(longestText + 1))).toThrow(
    expect.objectContaining({ code: 'text-too-long', data: { characters: longestText + 1, limit: longestText } }),
  );
});

it.each(['שלום עולם', '👩‍👩‍👧‍👦', 'a\u200bb', '  padded  ', 'x'.repeat(longestText)])('keeps readable text exactly as it is', (text) => {
  expect(checkText(text)).toBe(text);
});

it('replaces half a surrogate pair, which no database keeps', () => {
  expect(checkText('a\ud83d')).toBe('a\ufffd');
});
