import { AppError } from '#contract/errors.ts';
import type { Registry } from '../../plugins/registry.ts';

/** Which sandbox a workspace that says `auto` gets: what the environment says, else the setting, else the strongest. */
export const createRuntimeChoice = (from: { registry: Registry; told: string | undefined; setting: () => string }) => {
  const wanted = (): string => from.told?.trim() || from.setting();
  return {
    of: (workspaceChoice: string): string => (workspaceChoice === 'auto' ? wanted() : workspaceChoice),
    /** Throws AppError 'unknown-runtime' for a name that nobody has. */
    check: (): void => {
      const name = wanted();
      const offered = from.registry.all('sandbox');
      if (name === 'auto' || offered.some(({ pluginId, impl }) => name === pluginId || name === impl.id)) return;
      const available = [...new Set(offered.map(({ pluginId }) => pluginId))].sort().join(', ');
      throw new AppError('unknown-runtime', { name, available });
    },
  };
};
