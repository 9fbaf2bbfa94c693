import type { Entry } from './timeline.ts';

/** Notices and lines between messages are read in passing; nothing can be done with them. */
const isMessage = (entry: Entry): boolean =>
  entry.type === 'turn' || (entry.type === 'message' && entry.message.origin !== 'harness' && entry.message.origin !== 'task');

/**
 * The message that an arrow key leads to; null when there is none, or when the one that is focused still has something to
 * show in that direction (then the key scrolls). Without a focused message it is the last one in view.
 */
export const neighbourOf = (
  entries: readonly Entry[],
  o: { readonly from: HTMLElement | null; readonly box: HTMLElement; readonly step: 1 | -1 },
): string | null => {
  const room = o.box.getBoundingClientRect();
  if (o.from === null) {
    if (o.step > 0) return null;
    const shown = [...o.box.querySelectorAll<HTMLElement>('[data-entry]')].filter(
      (each) => each.querySelector('article') !== null && each.getBoundingClientRect().top < room.bottom,
    );
    return shown.sort((a, b) => b.getBoundingClientRect().top - a.getBoundingClientRect().top)[0]?.dataset.entry ?? null;
  }
  const place = o.from.getBoundingClientRect();
  if (o.step < 0 ? place.top < room.top - 1 : place.bottom > room.bottom + 1) return null;
  const index = entries.findIndex(({ key }) => key === o.from?.closest<HTMLElement>('[data-entry]')?.dataset.entry);
  for (let i = index + o.step; index >= 0 && i >= 0 && i < entries.length; i += o.step) {
    const entry = entries[i];
    if (entry && isMessage(entry)) return entry.key;
  }
  return null;
};
