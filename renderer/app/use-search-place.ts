import { useCallback, useEffect, useRef, useState } from 'react';
import { useOffer } from '../ui/action-bus.tsx';
import { readRoute } from './route.ts';

/** Where a reader was when the search began. */
interface Place {
  readonly hash: string;
  readonly focus: HTMLElement | null;
}

const nearEndPx = 40;

// The first message in sight, so that a reader in the middle of a long chat comes back to the middle.
const seqInSight = (): number | null => {
  const viewport = document.querySelector<HTMLElement>('.py-thread__viewport');
  if (!viewport || viewport.scrollHeight - viewport.scrollTop - viewport.clientHeight < nearEndPx) return null;
  const { top } = viewport.getBoundingClientRect();
  const first = [...viewport.querySelectorAll<HTMLElement>('[data-seq]')].find((row) => row.getBoundingClientRect().bottom > top);
  const seq = Number(first?.dataset.seq ?? Number.NaN);
  return Number.isSafeInteger(seq) ? seq : null;
};

// What lies above the window closes first; the drawer with the sidebar is where the search itself is.
const isUnderDialog = (): boolean => document.querySelector('[role="dialog"]:not(.py-shell__drawer-content)') !== null;

const hashHere = (): string => {
  const route = readRoute(location.hash);
  const at = route.page === 'chat' ? seqInSight() : null;
  return route.page === 'chat' && route.chatId !== null && at !== null
    ? `#/chat/${encodeURIComponent(route.chatId)}?at=${at}`
    : location.hash;
};

export interface SearchPlace {
  readonly isOpen: boolean;
  readonly typed: string;
  readonly isHereOnly: boolean;
  readonly type: (typed: string) => void;
  readonly setHereOnly: (isHereOnly: boolean) => void;
  readonly open: () => void;
  /** Back to exactly where the reader was. */
  readonly back: () => void;
  /** The reader chose another place: there is no way back. */
  readonly leave: () => void;
}

/** The search of the sidebar: opens in place, and Esc returns. `showSide` makes the sidebar visible where it is folded away. */
export const useSearchPlace = (): SearchPlace => {
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [isHereOnly, setHereOnly] = useState(false);
  const place = useRef<Place | null>(null);
  const went = useRef(false);

  const open = useCallback(() => {
    if (place.current === null) {
      const focused = document.activeElement;
      place.current = {
        hash: hashHere(),
        focus: focused instanceof HTMLElement && !focused.matches('[data-search-field]') ? focused : null,
      };
      went.current = false;
    }
    setOpen(true);
  }, []);
  const leave = useCallback(() => {
    place.current = null;
    setOpen(false);
    setTyped('');
    setHereOnly(false);
  }, []);
  const back = useCallback(() => {
    const from = place.current;
    leave();
    (document.activeElement as HTMLElement | null)?.blur();
    if (!from) return;
    if (went.current) location.hash = from.hash;
    if (from.focus?.isConnected) from.focus.focus({ preventScroll: true });
    else document.querySelector<HTMLElement>('[data-composer]')?.focus({ preventScroll: true });
  }, [leave]);
  useEffect(() => {
    if (!isOpen) return;
    const onHash = (): void => {
      went.current = true;
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented || isUnderDialog()) return;
      event.preventDefault();
      back();
    };
    addEventListener('hashchange', onHash);
    // Before anybody else: a composer would stop the running turn with the same key.
    document.addEventListener('keydown', onKeyDown, { capture: true });
    return () => {
      removeEventListener('hashchange', onHash);
      document.removeEventListener('keydown', onKeyDown, { capture: true });
    };
  }, [isOpen, back]);

  return { isOpen, typed, isHereOnly, type: setTyped, setHereOnly, open, back, leave };
};

export interface SearchRequest {
  readonly isHereOnly: boolean;
}

/** Offers the search to keys, palette and headers. `show` is called with each request, where the sidebar can be shown. */
export const useSearchOffers = (show: (request: SearchRequest) => void): void => {
  useOffer('search', () => show({ isHereOnly: false }));
  useOffer('search-here', () => show({ isHereOnly: true }));
};
