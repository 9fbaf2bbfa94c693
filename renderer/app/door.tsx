import { useCallback, useEffect, useState } from 'react';
import { UnreachablePage } from '../features/connection/sign-in-page.tsx';
import { createHost, type Host, HostProvider } from '../rpc/host.ts';
import { type SignIn, signIn } from '../rpc/session.ts';
import { App } from './app.tsx';
import { isQuickAsk, QuickAsk } from './quick-ask.tsx';
import { SignedOut } from './signed-out.tsx';

/** Signs in with the link's code when there is one, then opens the app over one connection. */
export const Door = ({ code: firstCode }: { code: string | null }) => {
  const [code, setCode] = useState(firstCode);
  const [entry, setEntry] = useState<SignIn | null>(code === null ? { outcome: 'signed-in' } : null);
  const [host, setHost] = useState<Host | null>(null);

  const knock = useCallback(
    async (signal: AbortSignal) => {
      if (code === null) return;
      setEntry(null);
      const answer = await signIn(code, signal);
      if (!signal.aborted) setEntry(answer);
    },
    [code],
  );
  // The code works once: the request of a page that StrictMode mounts twice is sent by the second mount only.
  useEffect(() => {
    const stop = new AbortController();
    queueMicrotask(() => {
      if (!stop.signal.aborted) void knock(stop.signal);
    });
    return () => stop.abort();
  }, [knock]);
  const isIn = entry?.outcome === 'signed-in';
  useEffect(() => {
    if (!isIn) return;
    const created = createHost(location);
    setHost(created);
    return () => {
      created.close();
      setHost(null);
    };
  }, [isIn]);

  if (entry?.outcome === 'refused') return <SignedOut code={entry.code} onLinkCode={setCode} />;
  if (entry?.outcome === 'unreachable') return <UnreachablePage busy={false} onTryAgain={() => void knock(new AbortController().signal)} />;
  if (!host) return null;
  return <HostProvider value={host}>{isQuickAsk(location) ? <QuickAsk /> : <App onLinkCode={setCode} />}</HostProvider>;
};
