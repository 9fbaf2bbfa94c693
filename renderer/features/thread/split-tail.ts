import type { Entry } from './scrolling/timeline.ts';

/** The newest entries stand in the normal flow, where text can stream without anything being measured. */
const tailLength = 12;
/** When there are more, all but the newest go over to the list that shows only what is near. */
const mostInTail = 40;

/**
 * Where the tail begins: at the entry it began with, until it is long and may be cut without anybody seeing it. Entries
 * never go back from the list into the tail.
 */
export const tailStart = (entries: readonly Entry[], o: { readonly startKey: string | null; readonly mayCut: () => boolean }): number => {
  const fresh = Math.max(0, entries.length - tailLength);
  const known = o.startKey === null ? -1 : entries.findIndex(({ key }) => key === o.startKey);
  if (known < 0) return fresh;
  return entries.length - known > mostInTail && o.mayCut() ? fresh : known;
};
