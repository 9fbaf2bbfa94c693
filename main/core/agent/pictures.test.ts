import { expect, it } from 'vitest';
import { mostPictureBytes } from '#contract/model/files.ts';
import type { Block, TranscriptEntry } from '#contract/model/transcript.ts';
import { hasPictures, withSight } from './pictures.ts';
import { charsOf } from './size.ts';

const picture = (path: string, bytes = 1000): Block => ({ type: 'image', sha256: path, mime: 'image/png', bytes, path });
const said = (text: string): Block => ({ type: 'text', text });
const user = (...blocks: Block[]): TranscriptEntry => ({ role: 'user', blocks });
const shownIn = (transcript: readonly TranscriptEntry[]): string[] =>
  transcript.flatMap(({ blocks }) => blocks.flatMap((block) => (block.type === 'image' ? [block.path] : [])));

it('keeps pictures for a model that sees, and tells the others where they are', () => {
  const transcript = [user(said('Look'), picture('uploads/a.png'))];
  expect(hasPictures(transcript)).toBe(true);
  expect(withSight(transcript, 'sees')[0]).toBe(transcript[0]);
  expect(withSight(transcript, 'blind')).toEqual([
    user(said('Look'), said(expect.stringMatching(/cannot see pictures with this model.*saved as uploads\/a\.png/) as never)),
  ]);
  expect(withSight(transcript, 'summary')).toEqual([user(said('Look'), said('[A picture. It is saved as uploads/a.png.]'))]);
});

it('says of a picture that is too large why it is not shown', () => {
  const shown = withSight([user(picture('uploads/huge.png', mostPictureBytes + 1), picture('uploads/a.png'))], 'sees');
  expect(shownIn(shown)).toEqual(['uploads/a.png']);
  expect(JSON.stringify(shown)).toContain('larger than the 3.9 MB');
});

it('shows the newest pictures when there are too many for one request', () => {
  const transcript = Array.from({ length: 60 }, (_, n) => user(picture(`${n}.png`)));
  expect(shownIn(withSight(transcript, 'sees'))).toEqual(Array.from({ length: 50 }, (_, n) => `${n + 10}.png`));
  const heavy = Array.from({ length: 10 }, (_, n) => user(picture(`${n}.png`, 3 * 1024 * 1024)));
  expect(shownIn(withSight(heavy, 'sees'))).toEqual(['4.png', '5.png', '6.png', '7.png', '8.png', '9.png']);
});

it('counts a picture by what a model takes for it and not by its bytes', () => {
  expect(charsOf(user(picture('a.png', 3_000_000)))).toBeGreaterThan(charsOf(user(said('Look'))) + 4000);
  expect(charsOf(user(picture('a.png', 3_000_000)))).toBeLessThan(10_000);
});
