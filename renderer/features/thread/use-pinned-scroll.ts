import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** How near to the end still counts as reading the newest text. */
const nearEndPx = 40;

/**
 * Where the end is read from: a card that asks and stands last is shown from its title on when it is taller than the room.
 * Its reader who scrolled on to its buttons stays there.
 */
const endOf = (box: HTMLElement, inner: HTMLElement | null): number => {
  const end = box.scrollHeight - box.clientHeight;
  const card = [...(inner?.lastElementChild?.querySelectorAll('[data-ask]') ?? [])].at(-1);
  if (!card) return end;
  const top = box.scrollTop + card.getBoundingClientRect().top - box.getBoundingClientRect().top - 8;
  return Math.min(end, Math.max(top, box.scrollTop));
};

export interface PinnedScroll {
  readonly viewport: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  /** There is text below that the reader has not seen. */
  readonly hasNewText: boolean;
  readonly toEnd: () => void;
}

export interface PinnedScrollOptions {
  /** Changes when a page was added above. */
  readonly firstKey: string | undefined;
  /** Changes when something was added at the end. Other growth, such as an opened fold, moves nothing. */
  readonly newest: string;
  /** Counts what the reader sent. */
  readonly sent: number;
  /** Called when the reader comes to the end, and for everything new while there. */
  readonly onEnd: () => void;
}

/** Follows the end while the reader is there and never moves the text of a reader who scrolled up. */
export const usePinnedScroll = ({ firstKey, newest, sent, onEnd }: PinnedScrollOptions): PinnedScroll => {
  const viewport = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isPinned = useRef(true);
  const fromEnd = useRef(0);
  const [hasNewText, setHasNewText] = useState(false);

  const follow = useCallback(() => {
    const box = viewport.current;
    if (box) box.scrollTop = endOf(box, content.current);
  }, []);
  const toEnd = useCallback(() => {
    isPinned.current = true;
    follow();
    setHasNewText(false);
  }, [follow]);

  useEffect(() => {
    const box = viewport.current;
    const inner = content.current;
    if (!box || !inner) return;
    const onScroll = (): void => {
      fromEnd.current = box.scrollHeight - box.scrollTop;
      const wasPinned = isPinned.current;
      isPinned.current = endOf(box, inner) - box.scrollTop <= nearEndPx;
      if (!isPinned.current || wasPinned) return;
      setHasNewText(false);
      onEnd();
    };
    let boxHeight = box.clientHeight;
    const observer = new ResizeObserver(() => {
      if (box.clientHeight !== boxHeight && isPinned.current) follow();
      boxHeight = box.clientHeight;
      fromEnd.current = box.scrollHeight - box.scrollTop;
    });
    box.addEventListener('scroll', onScroll, { passive: true });
    observer.observe(inner);
    observer.observe(box);
    return () => {
      box.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, [follow, onEnd]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when a page was added above, to keep what is read in place
  useLayoutEffect(() => {
    const box = viewport.current;
    if (!box) return;
    if (isPinned.current) follow();
    else box.scrollTop = box.scrollHeight - fromEnd.current;
  }, [firstKey]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when something was added at the end
  useLayoutEffect(() => {
    if (!isPinned.current) return setHasNewText(true);
    follow();
    onEnd();
  }, [newest]);

  useLayoutEffect(() => {
    if (sent > 0) toEnd();
  }, [sent, toEnd]);

  return { viewport, content, hasNewText, toEnd };
};
