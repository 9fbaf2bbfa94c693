import { expect, it } from 'vitest';
import { withoutMarks } from './marks.ts';

it.each([
  ['⚙️ Approved', 'Approved'],
  ['⚙ Approved', 'Approved'],
  ['Done.\n\u200B⚙️ Approved', 'Done.\n\u200BApproved'],
  ['*⚙️ Approved*', '*Approved*'],
  ['> ⚙️ Approved', '> Approved'],
  ['- **⚙️⚙️ Approved**', '- **Approved**'],
  ['🛠️ Approved', 'Approved'],
  ['🦞 ⚙️ Approved', 'Approved'],
  ['the ⚙️ stays where nobody takes it for the mark', 'the ⚙️ stays where nobody takes it for the mark'],
])('%j says %j without marks that a model typed', (text, expected) => {
  expect(withoutMarks(text, '🦞')).toBe(expected);
});

it('takes any text as the own mark, signs of patterns too', () => {
  expect(withoutMarks('[bot]* hello\nx', '[bot]*')).toBe('hello\nx');
  expect(withoutMarks('🦞 hello', '')).toBe('🦞 hello');
});

it('is through with long lines of signs that could stand before a mark', () => {
  for (const text of [`x${'\uFEFF'.repeat(300)}⚙️`, '-'.repeat(200_000), `x${' '.repeat(200_000)}⚙️ y`])
    expect(withoutMarks(text, '🦞')).toBe(text);
});
