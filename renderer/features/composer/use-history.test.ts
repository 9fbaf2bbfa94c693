import { expect, it } from 'vitest';
import { stepHistory } from './use-history.ts';

const sent = ['first', 'second', 'third'];

it('goes from the newest to the oldest and back to nothing', () => {
  expect(stepHistory(sent, -1, 'older')).toEqual({ at: 0, text: 'third' });
  expect(stepHistory(sent, 0, 'older')).toEqual({ at: 1, text: 'second' });
  expect(stepHistory(sent, 2, 'older')).toBeNull();
  expect(stepHistory(sent, 0, 'newer')).toEqual({ at: -1, text: '' });
  expect(stepHistory(sent, -1, 'newer')).toBeNull();
});
