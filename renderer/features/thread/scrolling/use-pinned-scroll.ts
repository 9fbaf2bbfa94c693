import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** How near to the end still counts as reading the newest text. */
const nearEndPx = 40;

/**
 * Where the end is read from: a card that asks and stands last is shown from its title on when it is taller than the room.
 * Its reader who scrolled on to its buttons stays there.
 */
const endOf = (box: HTMLElement, inner: HTMLElement | null): number => {
  const end = box.scrollHeight - box.clientHeight;
  const last = [...(inner?.querySelectorAll('[data-entry]') ?? [])].at(-1);
  const card = [...(last?.querySelectorAll('[data-ask]') ?? [])].at(-1);
  if (!card) return end;
  const top = box.scrollTop + card.getBoundingClientRect().top - box.getBoundingClientRect().top - 8;
  return Math.min(end, Math.max(top, box.scrollTop));
};

export interface PinnedScroll {
  readonly viewport: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  /** The reader is at the end, and new text is followed. */
  readonly isPinned: RefObject<boolean>;
  /** There is text below that the reader has not seen. */
  readonly hasNewText: boolean;
  readonly toEnd: () => void;
  /** Stays where the reader is led now, whatever comes in. */
  readonly unpin: () => void;
  /** For changes above the end that are no news: keeps to the end when that is where the reader is. */
  readonly settle: () => void;
}

export interface PinnedScrollOptions {
  /** Changes when something was added at the end. Other growth, such as an opened fold, moves nothing. */
  readonly newest: string;
  /** What is shown ends with the newest text. */
  readonly isAttached: boolean;
  /** Called when the reader comes to the end, and for everything new while there. */
  readonly onEnd: () => void;
}

/** Follows the end while the reader is there and never moves the text of a reader who scrolled up. */
export const usePinnedScroll = ({ newest, isAttached, onEnd }: PinnedScrollOptions): PinnedScroll => {
  const viewport = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isPinned = useRef(true);
  const attached = useRef(isAttached);
  attached.current = isAttached;
  const [hasNewText, setHasNewText] = useState(false);

  const follow = useCallback(() => {
    const box = viewport.current;
    if (box) box.scrollTop = endOf(box, content.current);
  }, []);
  const settle = useCallback(() => {
    if (isPinned.current && attached.current) follow();
  }, [follow]);
  const toEnd = useCallback(() => {
    isPinned.current = true;
    follow();
    setHasNewText(false);
  }, [follow]);
  const unpin = useCallback(() => {
    isPinned.current = false;
  }, []);

  useEffect(() => {
    const box = viewport.current;
    const inner = content.current;
    if (!box || !inner) return;
    const onScroll = (): void => {
      const wasPinned = isPinned.current;
      isPinned.current = attached.current && endOf(box, inner) - box.scrollTop <= nearEndPx;
      if (!isPinned.current || wasPinned) return;
      setHasNewText(false);
      onEnd();
    };
    let boxHeight = box.clientHeight;
    const observer = new ResizeObserver(() => {
      if (box.clientHeight !== boxHeight) settle();
      boxHeight = box.clientHeight;
    });
    box.addEventListener('scroll', onScroll, { passive: true });
    observer.observe(box);
    return () => {
      box.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, [settle, onEnd]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when something was added at the end
  useLayoutEffect(() => {
    if (!isPinned.current || !attached.current) return setHasNewText(true);
    follow();
    onEnd();
  }, [newest]);

  return { viewport, content, isPinned, hasNewText, toEnd, unpin, settle };
};
