import { expect, test } from 'vitest';
import { plainMarkdown } from './plain-markdown.ts';

test('a huge text that is nothing but openings takes no longer than a short one', () => {
  for (const opening of ['[', '**a ', '`a', '_a ', '> ', '![a]('])
    expect(plainMarkdown(opening.repeat(100_000)).length).toBeLessThanOrEqual(2_000);
});

test.each([
  ['You spent **193.14 EUR** in March', 'You spent 193.14 EUR in March'],
  ['# Title\n\n- one\n- *two*', 'Title\n\none\ntwo'],
  ['run `ls -la` now, or ```ls```', 'run ls -la now, or ls'],
  ['```sh\nls\n```', '\nls\n'],
  ['see [the page](https://example.org)', 'see the page'],
  ['> - **said** _so_', 'said so'],
  ['(*really*), ~~no~~', '(really), no'],
  ['2 * 3 > 5', '2 * 3 > 5'],
  ['snake_case_name and 2 * 3 * 4', 'snake_case_name and 2 * 3 * 4'],
  ['2**10 and 3**10, a__b__c', '2**10 and 3**10, a__b__c'],
  ['*.md, ~/notes, #tag, a|b, x[0]', '*.md, ~/notes, #tag, a|b, x[0]'],
  ['** and >', '** and >'],
  ['>', '>'],
])('%j reads as %j', (markdown, plain) => {
  expect(plainMarkdown(markdown)).toBe(plain);
});
