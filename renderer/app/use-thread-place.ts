import { useCallback, useEffect, useState } from 'react';
import type { Place } from '../features/thread/thread-store.ts';
import { go, readRoute } from './route.ts';

export interface ThreadPlace {
  readonly place: Place | null;
  readonly jumpTo: (place: Place) => void;
  /** Back to the end of the chat. */
  readonly leave: () => void;
}

/** Where in the thread to lead the reader: the message that the address names, or a day that was chosen here. */
export const useThreadPlace = (chatId: string, at: number | null): ThreadPlace => {
  const [place, setPlace] = useState<Place | null>(at === null ? null : { seq: at });
  useEffect(() => setPlace(at === null ? null : { seq: at }), [at]);
  const leave = useCallback(() => {
    setPlace(null);
    const route = readRoute(location.hash);
    if (route.page === 'chat' && route.at !== null) go({ page: 'chat', chatId });
  }, [chatId]);
  return { place, jumpTo: setPlace, leave };
};
