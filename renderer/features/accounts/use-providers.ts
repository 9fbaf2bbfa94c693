import { useEffect, useState } from 'react';
import { failureText } from '../../rpc/failure.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';

export interface Provider {
  readonly id: string;
  readonly title: string;
  readonly needsKey: 'yes' | 'optional' | 'no';
  readonly defaultBaseUrl: string;
}

/** The kinds of service that an account can be of. */
export const useProviders = (): { readonly providers: readonly Provider[]; readonly error: string | null } => {
  const { client, resources } = useHost();
  const parts = useResource(resources.plugins).value?.flatMap(({ contributes }) => contributes) ?? [];
  const [providers, setProviders] = useState<readonly Provider[]>([]);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    let isCurrent = true;
    client.accounts.providers().then(
      (list) => isCurrent && setProviders(list),
      (failure: unknown) => isCurrent && setError(failureText(failure)),
    );
    return () => {
      isCurrent = false;
    };
  }, [client]);
  // The plugin says in words what it brings.
  const titled = providers.map((provider) => ({
    ...provider,
    title: parts.find(({ kind, id }) => kind === 'provider' && id === provider.id)?.title ?? provider.title,
  }));
  return { providers: titled, error };
};
