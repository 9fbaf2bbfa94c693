import { expect, test } from 'vitest';
import { plainText } from './plain-text.ts';

test.each([
  ['You spent **193.14 EUR** in March', 'You spent 193.14 EUR in March'],
  ['# Title\n\n- one\n- *two*', 'Title one two'],
  ['run `ls -la` now', 'run ls -la now'],
  ['```sh\nls\n```', 'ls'],
  ['see [the page](https://example.org)', 'see the page'],
  ['snake_case_name and 2 * 3 * 4', 'snake_case_name and 2 * 3 * 4'],
])('%j reads as %j', (markdown, plain) => {
  expect(plainText(markdown)).toBe(plain);
});
