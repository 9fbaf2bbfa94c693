import { expect, it } from 'vitest';
import { plainLine, plainText } from './plain-text.ts';

it.each([
  ['zero width', 'a\u200bb\ufeffc\u2060d', 'abcd'],
  ['turned directions', 'a\u202eb\u2066c\u061cd', 'abcd'],
  ['letters of tags', 'a\u{E0041}\u{E007F}b', 'ab'],
  ['selectors that carry data', 'a\u{E0101}b\uFE00\uFE01c1\uFE0Fd', 'abc1d'],
  ['blank letters', 'a\u2800b\u3164c\u115fd\u034fe', 'abcde'],
  ['controls', 'a\u0000b\u001b[2Jc', 'ab[2Jc'],
  ['joiners where nothing is joined', 'a\u200db\u200cc\u200d\u200d', 'abc'],
  ['rows of joiners', '👩\u200d\u200d👧', '👩👧'],
  ['signs that are nobody’s', 'a\ue000b', 'a\ue000b'],
  ['every kind of line end', 'a\r\nb\rc\u2028d\u2029e\u0085f\vg\fh', 'a\nb\nc\nd\ne\nf\ng\nh'],
  ['half a pair', 'a\ud800b', 'a\ufffdb'],
])('takes out %s', (_, text, shown) => {
  expect(plainText(text)).toBe(shown);
});

it.each(['naïve Grüße', 'שלום', 'می‌خواهم', 'क्‍ष', 'नमस्‍ते', '👩‍👩‍👧 👩🏽‍🚀', '❤️ 1️⃣', 'tab\tand\nline', '你好'])(
  'leaves %j as it is',
  (text) => {
    expect(plainText(text)).toBe(text);
  },
);

it('makes one line, and cuts it with a sign', () => {
  expect(plainLine(' a\n b\u200b ', 10)).toBe('a b');
  expect(plainLine('abcdefgh', 5)).toBe('abcd…');
});
