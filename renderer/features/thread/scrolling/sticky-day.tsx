import { type RefObject, useEffect, useState } from 'react';
import { dayName } from '../../../ui/time.ts';
import type { Entry } from './timeline.ts';

/** How long the day stays after the last scroll. */
const shownMs = 1_200;

const timeOf = (entry: Entry | undefined): number | null =>
  entry?.type === 'message'
    ? entry.message.sentAt
    : entry?.type === 'turn'
      ? entry.turn.startedAt
      : entry?.type === 'day'
        ? entry.at
        : null;

/** While somebody scrolls: the day of what stands at the top, unless its own line is there. */
export const StickyDay = ({ entries, viewport }: { entries: readonly Entry[]; viewport: RefObject<HTMLDivElement | null> }) => {
  const [day, setDay] = useState<{ readonly at: number; readonly isShown: boolean } | null>(null);
  useEffect(() => {
    const box = viewport.current;
    if (!box) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let frame = 0;
    const look = (): void => {
      frame = 0;
      const { top } = box.getBoundingClientRect();
      const shown = [...box.querySelectorAll<HTMLElement>('[data-entry]')].filter((each) => each.getBoundingClientRect().bottom > top + 8);
      const first = shown.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)[0];
      const entry = entries.find(({ key }) => key === first?.dataset.entry);
      const at = timeOf(entry);
      if (at === null || entry?.type === 'day') return setDay((now) => now && { ...now, isShown: false });
      setDay({ at, isShown: true });
      clearTimeout(timer);
      timer = setTimeout(() => setDay((now) => now && { ...now, isShown: false }), shownMs);
    };
    const onScroll = (): void => {
      if (frame === 0) frame = requestAnimationFrame(look);
    };
    box.addEventListener('wheel', onScroll, { passive: true });
    box.addEventListener('touchmove', onScroll, { passive: true });
    box.addEventListener('keyup', onScroll);
    return () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      box.removeEventListener('wheel', onScroll);
      box.removeEventListener('touchmove', onScroll);
      box.removeEventListener('keyup', onScroll);
    };
  }, [entries, viewport]);
  if (!day) return null;
  return (
    <div className={`py-stickyday${day.isShown ? ' py-stickyday--shown' : ''}`} aria-hidden>
      {dayName(day.at, Date.now())}
    </div>
  );
};
