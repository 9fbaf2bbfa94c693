import { expect, test } from 'vitest';
import { splitBlocks } from './markdown-blocks.ts';

test('paragraphs become blocks of their own and joining them gives the text back', () => {
  const text = 'One.\n\nTwo.\nstill two.\n\n\nThree.';
  expect(splitBlocks(text)).toEqual(['One.\n\n', 'Two.\nstill two.\n\n\n', 'Three.']);
  expect(splitBlocks(text).join('')).toBe(text);
});

test('a fence keeps its blank lines', () => {
  expect(splitBlocks('Look:\n\n```js\na\n\nb\n```\n\nDone.')).toEqual(['Look:\n\n', '```js\na\n\nb\n```\n\n', 'Done.']);
});

test('an open fence swallows everything after it, as it will be shown', () => {
  expect(splitBlocks('```\na\n\nb\n\nc')).toHaveLength(1);
});

test('a longer fence is not closed by a shorter one inside it', () => {
  expect(splitBlocks('````\n```\n\nx\n```\n\n````\n\nAfter')).toEqual(['````\n```\n\nx\n```\n\n````\n\n', 'After']);
});

test('a list with blank lines stays one list, so that its numbers go on', () => {
  expect(splitBlocks('1. a\n\n2. b\n\n   more b\n\n3. c\n\nText')).toEqual(['1. a\n\n2. b\n\n   more b\n\n3. c\n\n', 'Text']);
});

test('text with link references is not cut, because the reference may be used anywhere', () => {
  expect(splitBlocks('See [x].\n\nMore.\n\n[x]: https://example.com')).toHaveLength(1);
});

test('what was complete before more text arrived is the same block afterwards', () => {
  const text = 'A\n\n- b\n- c\n\n| d | e |\n|---|---|\n| 1 | 2 |\n\nF **g** h';
  const whole = splitBlocks(text);
  for (let end = 1; end < text.length; end += 1) {
    const part = splitBlocks(text.slice(0, end));
    expect(whole.slice(0, part.length - 1)).toEqual(part.slice(0, -1));
  }
});
