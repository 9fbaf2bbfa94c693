import type { Rectangle } from 'electron';
import type { Bounds } from '../prefs.ts';

const usual = { width: 1180, height: 780 };
// So much of the title must be in reach, or the window cannot be moved back.
const visible = { width: 120, height: 40 };

/** Where the window opens: where it was, if a screen still shows that place; else in the middle at its usual size. */
export const placeOfWindow = (kept: Bounds | null, screens: readonly Rectangle[]): Bounds | typeof usual => {
  if (!kept) return usual;
  const isInReach = screens.some(
    (s) =>
      kept.x + kept.width - visible.width >= s.x &&
      kept.x + visible.width <= s.x + s.width &&
      kept.y >= s.y - 1 &&
      kept.y + visible.height <= s.y + s.height,
  );
  return isInReach ? kept : { width: kept.width, height: kept.height };
};
