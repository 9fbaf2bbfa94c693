import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** A place counts as reached when it was in view in so many frames, and is given up after so many. */
const steadyFrames = 4;
const mostFrames = 180;

const isInView = (box: HTMLElement, entry: HTMLElement | null): boolean => {
  if (!entry) return false;
  const [room, place] = [box.getBoundingClientRect(), entry.getBoundingClientRect()];
  return place.top < room.bottom && place.bottom > room.top;
};

export interface Placing {
  /** The reader is being led somewhere: nothing may be added above or below meanwhile. */
  readonly isPlacing: boolean;
  /** Leads to an entry and stays with it until its neighbours are measured, or until the reader scrolls. */
  readonly placeAt: (key: string, align: 'start' | 'center') => void;
}

/** Entries far away are as high as the list guesses: a way there is corrected until the entry stands where it should. */
export const usePlacing = (o: {
  readonly viewport: RefObject<HTMLElement | null>;
  readonly entryOf: (key: string) => HTMLElement | null;
  readonly bring: (key: string, align: 'start' | 'center') => void;
}): Placing => {
  const [isPlacing, setPlacing] = useState(false);
  const latest = useRef(o);
  latest.current = o;
  const frame = useRef(0);

  const stop = useCallback(() => {
    cancelAnimationFrame(frame.current);
    setPlacing(false);
  }, []);
  const placeAt = useCallback(
    (key: string, align: 'start' | 'center') => {
      cancelAnimationFrame(frame.current);
      setPlacing(true);
      latest.current.bring(key, align);
      let steady = 0;
      let left = mostFrames;
      const look = (): void => {
        const { viewport, entryOf, bring } = latest.current;
        const isThere = viewport.current !== null && isInView(viewport.current, entryOf(key));
        steady = isThere ? steady + 1 : 0;
        left -= 1;
        if (steady >= steadyFrames || left === 0) return stop();
        if (!isThere) bring(key, align);
        frame.current = requestAnimationFrame(look);
      };
      frame.current = requestAnimationFrame(look);
    },
    [stop],
  );
  useEffect(() => {
    const box = latest.current.viewport.current;
    box?.addEventListener('wheel', stop, { passive: true });
    box?.addEventListener('touchmove', stop, { passive: true });
    return () => {
      box?.removeEventListener('wheel', stop);
      box?.removeEventListener('touchmove', stop);
      cancelAnimationFrame(frame.current);
    };
  }, [stop]);
  return { isPlacing, placeAt };
};
