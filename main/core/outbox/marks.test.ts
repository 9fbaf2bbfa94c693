import { expect, it } from 'vitest';
import { markedText } from './marks.ts';

it.each([
  ['Done.', '🦞 Done.'],
  ['⚙️ Approved', '🦞 Approved'],
  ['⚙ Approved', '🦞 Approved'],
  ['\u200b ⚙️ Approved', '🦞 Approved'],
  ['Fine.\n⚙️ Approved by you', '🦞 Fine.\nApproved by you'],
  ['🦞 ⚙️ twice', '🦞 twice'],
  ['The ⚙️ in the corner opens the settings.', '🦞 The ⚙️ in the corner opens the settings.'],
])('gives %j its mark, and takes out one that the model wrote itself', (text, marked) => {
  expect(markedText(text, 'agent')).toBe(marked);
});

it('marks the host as the host', () => {
  expect(markedText('The budget is used up.', 'harness')).toBe('⚙️ The budget is used up.');
});
