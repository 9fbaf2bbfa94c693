import { expect, test } from 'vitest';
import { formatText } from './markup.ts';

test.each([
  ['**bold** and __bold__', '*bold* and *bold*', 'bold and bold'],
  ['*italic* and _italic_', '_italic_ and _italic_', 'italic and italic'],
  ['***both***', '*_both_*', 'both'],
  ['**bold with *italic* inside**', '*bold with _italic_ inside*', 'bold with italic inside'],
  ['~~gone~~', '~gone~', 'gone'],
  ['# Title **x**', '*Title x*', 'Title x'],
  ['see [the page](https://a.test/x_y_z)', 'see the page (https://a.test/x_y_z)', 'see the page (https://a.test/x_y_z)'],
  ['[https://a.test](https://a.test)', 'https://a.test', 'https://a.test'],
  ['<https://a.test/a*b*c>', 'https://a.test/a*b*c', 'https://a.test/a*b*c'],
  ['https://a.test/some_long_name', 'https://a.test/some_long_name', 'https://a.test/some_long_name'],
  ['![cat](https://a.test/c.png)', 'cat (https://a.test/c.png)', 'cat (https://a.test/c.png)'],
  ['`a * b * c`', '`a * b * c`', 'a * b * c'],
  ['2 * 3 * 4 = 24', '2 * 3 * 4 = 24', '2 * 3 * 4 = 24'],
  ['snake_case_name', 'snake_case_name', 'snake_case_name'],
  ['\\*not bold\\*', '*not bold*', '*not bold*'],
  ['* one\n+ two\n- three', '- one\n- two\n- three', '- one\n- two\n- three'],
  ['- [ ] open\n- [x] done', '☐ open\n☑ done', '☐ open\n☑ done'],
  ['| a | b |\n|---|---|\n| 1 | 2 |', '| a | b |\n| 1 | 2 |', '| a | b |\n| 1 | 2 |'],
  ['```js\n**x** # y\n```', '```\n**x** # y\n```', '**x** # y'],
  ['~~~\n* x\n~~~', '```\n* x\n```', '* x'],
])('%j is written lightly and plainly', (markdown, light, plain) => {
  expect(formatText(markdown, 'light')).toBe(light);
  expect(formatText(markdown, 'plain')).toBe(plain);
  expect(formatText(markdown, 'markdown')).toBe(markdown);
});

// One sign that backtracks would run into the time limit of the test by far.
test('hostile lines come to an end and leave nothing of the inside', () => {
  for (const sign of ['*', '_', '[', '`', '~', '![](', '\0', '<https://', '[a](', '**a', '~~~~a'])
    for (const markup of ['light', 'plain'] as const) expect(formatText(sign.repeat(20_000), markup)).not.toContain('\0');
  expect(formatText('a\0 0\0b \ud800', 'light')).toBe('a 0b �');
});
