import { AppError, messageOf } from '#contract/errors.ts';
import type { SandboxProvider } from '#plugin-api';

/** A provider whose probe went well, and what it said about itself. */
export interface Chosen {
  readonly provider: SandboxProvider;
  readonly version: string;
}
type Offered = readonly { readonly pluginId: string; readonly impl: SandboxProvider }[];

export interface ProviderChoice {
  /** The strongest that fits the choice and works now; null when none works. Rejects AppError 'unknown-sandbox' for a name that nobody has. */
  choose(choice: string): Promise<Chosen | null>;
  /** It failed: the next choice tries it again before it is used. */
  forget(providerId: string): void;
  byId(providerId: string): SandboxProvider | null;
  /** Of the last good probe. */
  version(providerId: string): string | null;
}

export const createProviderChoice = (options: {
  providers: () => Offered;
  probeMs: number;
  log: (level: 'info' | 'warn', text: string, data?: object) => void;
}): ProviderChoice => {
  const good = new Map<string, string>();
  const probing = new Map<string, Promise<string | null>>();

  const probe = async (provider: SandboxProvider): Promise<string | null> => {
    const result = await withDeadline(provider.probe(), options.probeMs).catch((error: unknown) => ({
      ok: false as const,
      text: messageOf(error),
    }));
    if (result.ok) good.set(provider.id, result.value.version);
    else options.log('info', 'sandbox provider does not work here', { provider: provider.id, text: result.text });
    return result.ok ? result.value.version : null;
  };
  const versionNow = (provider: SandboxProvider): Promise<string | null> => {
    const known = good.get(provider.id);
    if (known !== undefined) return Promise.resolve(known);
    const running = probing.get(provider.id) ?? probe(provider).finally(() => probing.delete(provider.id));
    probing.set(provider.id, running);
    return running;
  };

  return {
    choose: async (choice) => {
      for (const provider of matching(options.providers(), choice)) {
        const version = await versionNow(provider);
        if (version !== null) return { provider, version };
      }
      return null;
    },
    forget: (providerId) => void good.delete(providerId),
    byId: (providerId) => options.providers().find(({ impl }) => impl.id === providerId)?.impl ?? null,
    version: (providerId) => good.get(providerId) ?? null,
  };
};

/** The providers a choice means, strongest first. */
export const matching = (offered: Offered, choice: string): SandboxProvider[] => {
  const fitting = offered.filter(({ pluginId, impl }) => choice === 'auto' || choice === pluginId || choice === impl.id);
  if (fitting.length === 0 && choice !== 'auto') {
    const names = new Set(offered.flatMap(({ pluginId, impl }) => [pluginId, impl.id]));
    throw new AppError('unknown-sandbox', { name: choice, available: ['auto', ...names].join(', ') });
  }
  return fitting.map(({ impl }) => impl).sort((a, b) => b.priority - a.priority);
};

const withDeadline = async <T>(work: Promise<T>, ms: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      work,
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`no answer in ${ms} ms`)), ms);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
};
