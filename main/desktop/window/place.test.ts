import { expect, it } from 'vitest';
import { placeOfWindow } from './place.ts';

const screen = { x: 0, y: 0, width: 1600, height: 1000 };
it('opens where it was', () => {
  expect(placeOfWindow({ x: 50, y: 60, width: 700, height: 600 }, [screen])).toEqual({ x: 50, y: 60, width: 700, height: 600 });
});
it('keeps its size but not its place when that screen is gone', () => {
  expect(placeOfWindow({ x: 2_000, y: 60, width: 700, height: 600 }, [screen])).toEqual({ width: 700, height: 600 });
});
