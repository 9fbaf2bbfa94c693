import { expect, it } from 'vitest';
import { markedParts } from './marked.tsx';

it('tells what was found from what stands around it', () => {
  expect(markedParts('the \u2068rent\u2069 of\n\u2068May\u2069')).toEqual([
    { text: 'the ', isHit: false },
    { text: 'rent', isHit: true },
    { text: ' of ', isHit: false },
    { text: 'May', isHit: true },
  ]);
});

it('is not confused by such marks in the text itself', () => {
  expect(markedParts('a\u2069b \u2068c').map(({ isHit }) => isHit)).not.toContain(true);
});

it('leaves out the marks of markdown that come in pairs, also around what was found', () => {
  const textOf = (snippet: string): string =>
    markedParts(snippet)
      .map(({ text }) => text)
      .join('');
  expect(textOf('You spent **193 \u2068EUR\u2069** in `March`')).toBe('You spent 193 EUR in March');
  expect(textOf('2 ** 3 is 8, and a` is open')).toBe('2 ** 3 is 8, and a` is open');
});
