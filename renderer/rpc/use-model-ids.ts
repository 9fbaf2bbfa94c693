import { useEffect, useState } from 'react';
import { useHost } from './host.ts';

/** The model names of an account, for suggestions; empty while unknown, and for no account (''). */
export const useModelIds = (account: string): readonly string[] => {
  const { client } = useHost();
  const [found, setFound] = useState<{ account: string; ids: readonly string[] } | null>(null);
  useEffect(() => {
    if (account === '') return;
    let isCurrent = true;
    client.accounts.models({ name: account }).then(
      ({ models }) => isCurrent && setFound({ account, ids: models.map(({ id }) => id) }),
      // Suggestions only: the name can be typed.
      (error: unknown) => console.warn(`The models of ${account} could not be listed.`, error),
    );
    return () => {
      isCurrent = false;
    };
  }, [client, account]);
  return found?.account === account ? found.ids : [];
};
