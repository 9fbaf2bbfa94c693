import { useCallback, useEffect, useRef, useState } from 'react';
import type { LinkView } from '#contract/ui/domains/links.ts';
import { failureText, isLost } from '../../rpc/failure.ts';
import { useConnection, useHost } from '../../rpc/host.ts';

/** The linked numbers as they stand, while the screen is open; null until the first word. */
export const useLinks = (): {
  readonly links: readonly LinkView[] | null;
  readonly error: string | null;
  readonly again: () => void;
} => {
  const { client } = useHost();
  const { phase } = useConnection();
  const [links, setLinks] = useState<readonly LinkView[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const isOpen = phase === 'open';
  const begin = useRef<() => void>(() => undefined);
  useEffect(() => {
    if (!isOpen) return;
    const stop = new AbortController();
    const run = async (): Promise<void> => {
      try {
        for await (const list of await client.links.watch(undefined, { signal: stop.signal })) {
          setLinks(list);
          setError(null);
        }
      } catch (failure) {
        if (!stop.signal.aborted && !isLost(failure)) setError(failureText(failure));
      }
    };
    begin.current = () => void run();
    void run();
    return () => stop.abort();
  }, [client, isOpen]);
  const again = useCallback(() => begin.current(), []);
  return { links, error, again };
};
