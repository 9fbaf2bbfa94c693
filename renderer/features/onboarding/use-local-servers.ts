import { useCallback, useEffect, useState } from 'react';
import { failureText } from '../../rpc/failure.ts';
import { useHost } from '../../rpc/host.ts';

export interface LocalServer {
  readonly name: string;
  readonly baseUrl: string;
  readonly models: readonly string[];
}

/** Model servers that run on this computer; null while they are looked for. */
export const useLocalServers = (): { readonly servers: readonly LocalServer[] | null; readonly look: () => void } => {
  const { client } = useHost();
  const [servers, setServers] = useState<readonly LocalServer[] | null>(null);
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round looks again
  useEffect(() => {
    let isCurrent = true;
    client.accounts.detect().then(
      (found) => isCurrent && setServers(found),
      (error: unknown) => {
        // An offer only: the other choices are there all the same.
        console.warn('Local model servers could not be looked for:', failureText(error));
        if (isCurrent) setServers([]);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [client, round]);
  const look = useCallback(() => {
    setServers(null);
    setRound((n) => n + 1);
  }, []);
  return { servers, look };
};
