import { useHost } from './host.ts';
import { useResource } from './resource.ts';

/** Whether the plugin behind a provider of accounts runs; `unknown` until the plugins are here. */
export const useProviderState = (provider: string | null): 'on' | 'off' | 'unknown' => {
  const { resources } = useHost();
  const plugins = useResource(resources.plugins).value;
  if (plugins === null || provider === null) return 'unknown';
  const isOn = plugins.some(
    ({ state, contributes }) => state === 'active' && contributes.some(({ kind, id }) => kind === 'provider' && id === provider),
  );
  return isOn ? 'on' : 'off';
};
