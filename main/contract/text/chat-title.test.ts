import { expect, it } from 'vitest';
import { chatTitle } from './chat-title.ts';

it.each([
  ['What did I spend in March?', 'What did I spend in March?'],
  ['\n\n## **Plan** for `today`\nand more', 'Plan for today'],
  ['!ls -la', '!ls -la'],
  ['שלום עולם', 'שלום עולם'],
  ['   ', ''],
  ['2 * 3 > 5', '2 * 3 > 5'],
  ['```sh\nls *.md\n```', 'ls *.md'],
  ['👨‍👩‍👧 trip', '👨‍👩‍👧 trip'],
  ['pay\u202E now', 'pay now'],
])('names a chat after %j', (text, title) => {
  expect(chatTitle(text)).toBe(title);
});

it('cuts a long line between words, and a long word where it must', () => {
  expect(chatTitle('Please look through all the receipts of the last quarter and add them up')).toBe(
    'Please look through all the receipts of the last…',
  );
  expect(chatTitle('x'.repeat(200))).toHaveLength(49);
});
