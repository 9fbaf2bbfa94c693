import { expect, it } from 'vitest';
import { visible } from './visible.ts';

it.each([
  ['a line that turns others around', 'pay \u202Eann\u202C', 'pay \\u202eann\\u202c'],
  ['a blank of no width', 'a\u200Bb', 'a\\u200bb'],
  ['a joiner that joins nothing', 'a\u200Db', 'a\\u200db'],
  ['letters of tags', 'hi\u{E0041}', 'hi\\u{e0041}'],
  ['a filler that looks like nothing', 'a\u3164b', 'a\\u3164b'],
  ['a control sign', 'a\u0000b\u001B[2J', 'a\\u0000b\\u001b[2J'],
])('writes out %s', (_, text, shown) => {
  expect(visible(text)).toBe(shown);
});

it.each(['two\nlines\tand a tab', '👩‍👩‍👧 and 👍🏽 and 👩🏽‍🚀', 'می‌خواهم', 'Grüße, 你好'])('leaves %j as it is', (text) => {
  expect(visible(text)).toBe(text);
});
