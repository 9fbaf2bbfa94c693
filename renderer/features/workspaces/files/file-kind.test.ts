import { expect, it } from 'vitest';
import { pictureType, sizeText, textOf } from './file-kind.ts';

it('knows a picture by its bytes and nothing else', () => {
  expect(pictureType(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1))).toBe('image/png');
  expect(pictureType(new TextEncoder().encode('<svg onload="x"/>'))).toBeNull();
  expect(pictureType(new Uint8Array())).toBeNull();
});

it('shows text and refuses what is not, also when a character is cut in half', () => {
  const word = new TextEncoder().encode('größe');
  expect(textOf(word, false)).toBe('größe');
  expect(textOf(word.subarray(0, 3), true)).toBe('gr');
  expect(textOf(Uint8Array.of(0x61, 0), false)).toBeNull();
  expect(textOf(Uint8Array.of(0xff, 0x61), false)).toBeNull();
});

it('writes sizes as people read them', () => {
  expect([0, 999, 1000, 1234, 52_000, 3_000_000].map(sizeText)).toEqual(['0 B', '999 B', '1 kB', '1.2 kB', '52 kB', '3 MB']);
});
