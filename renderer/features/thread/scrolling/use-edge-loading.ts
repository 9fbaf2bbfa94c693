import { type RefObject, useEffect, useRef } from 'react';
import type { ThreadSnapshot, ThreadStore } from '../thread-store.ts';

/** How far from view the next page is fetched: a quick reader should not come to an edge. */
const ahead = '2000px';

export interface EdgeLoading {
  /** For the lines at both ends of what is here. */
  readonly older: RefObject<HTMLDivElement | null>;
  readonly newer: RefObject<HTMLDivElement | null>;
}

/** Fetches the page above or below when its edge comes near. */
export const useEdgeLoading = (o: {
  readonly store: ThreadStore;
  readonly thread: ThreadSnapshot;
  readonly viewport: RefObject<HTMLDivElement | null>;
  /** Nothing is fetched now. */
  readonly isHeld: boolean;
}): EdgeLoading => {
  const older = useRef<HTMLDivElement>(null);
  const newer = useRef<HTMLDivElement>(null);
  const { store, viewport, isHeld } = o;
  const { olderBefore, newerAfter } = o.thread;

  // biome-ignore lint/correctness/useExhaustiveDependencies: after each page the edges are looked at afresh
  useEffect(() => {
    if (isHeld) return;
    const edges = [
      [older.current, store.loadOlder],
      [newer.current, store.loadNewer],
    ] as const;
    const observer = new IntersectionObserver(
      (seen) => {
        for (const [line, load] of edges) if (seen.some(({ target, isIntersecting }) => isIntersecting && target === line)) void load();
      },
      { root: viewport.current, rootMargin: `${ahead} 0px` },
    );
    for (const [line] of edges) if (line) observer.observe(line);
    return () => observer.disconnect();
  }, [store, viewport, olderBefore, newerAfter, isHeld]);
  return { older, newer };
};
