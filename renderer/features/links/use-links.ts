import { useEffect, useState } from 'react';
import type { LinkView } from '#contract/ui/domains/links.ts';
import { failureText, isLost } from '../../rpc/failure.ts';
import { useConnection, useHost } from '../../rpc/host.ts';

/** The linked numbers as they stand, while the screen is open; null until the first word. */
export const useLinks = (): { readonly links: readonly LinkView[] | null; readonly error: string | null } => {
  const { client } = useHost();
  const { phase } = useConnection();
  const [links, setLinks] = useState<readonly LinkView[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const isOpen = phase === 'open';
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
    void run();
    return () => stop.abort();
  }, [client, isOpen]);
  return { links, error };
};
