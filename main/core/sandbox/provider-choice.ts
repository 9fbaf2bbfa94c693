import { AppError, messageOf } from '#contract/errors.ts';
import type { Reason } from '#contract/model/reason.ts';
import type { SandboxProvider } from '#plugin-api';
import { reasonOfFault } from './provider-fault.ts';

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
  /** It will not work for a while: until then, or until somebody asks for it, the next one is taken. */
  passOver(providerId: string, why: Reason): void;
  /** Every provider is tried again at the next choice. */
  tryAll(): void;
  byId(providerId: string): SandboxProvider | null;
  /** Of the last good probe. */
  version(providerId: string): string | null;
  faults(): { provider: string; reason: Reason }[];
}

interface Bad {
  readonly reason: Reason;
  readonly untilMs: number;
}
/** A probe that took long to fail is not repeated in front of everybody who waits for a sandbox. */
const slowMs = 1_000;
const restAfterSlowMs = 60_000;
const restAfterPassMs = 600_000;

export const createProviderChoice = (options: {
  providers: () => Offered;
  probeMs: number;
  log: (level: 'info' | 'warn', text: string, data?: object) => void;
}): ProviderChoice => {
  const good = new Map<string, string>();
  const bad = new Map<string, Bad>();
  const probing = new Map<string, Promise<string | null>>();

  const failed = (provider: SandboxProvider, why: Reason, restMs: number): void => {
    const before = bad.get(provider.id)?.reason;
    bad.set(provider.id, { reason: why, untilMs: performance.now() + restMs });
    // Once for each cause: who has no Docker need not read it at every look.
    if (before?.code !== why.code) options.log('info', 'sandbox provider does not work here', { provider: provider.id, ...why.params });
  };
  const probe = async (provider: SandboxProvider): Promise<string | null> => {
    const startedMs = performance.now();
    const result = await withDeadline(provider.probe(), options.probeMs).catch((error: unknown) => ({
      ok: false as const,
      code: 'engine-slow',
      text: messageOf(error),
    }));
    if (result.ok) {
      good.set(provider.id, result.value.version);
      bad.delete(provider.id);
      return result.value.version;
    }
    failed(provider, reasonOfFault(provider.id, result), performance.now() - startedMs > slowMs ? restAfterSlowMs : 0);
    return null;
  };
  const versionNow = (provider: SandboxProvider, mayPassOver: boolean): Promise<string | null> => {
    const known = good.get(provider.id);
    if (known !== undefined) return Promise.resolve(known);
    if (mayPassOver && (bad.get(provider.id)?.untilMs ?? 0) > performance.now()) return Promise.resolve(null);
    const running = probing.get(provider.id) ?? probe(provider).finally(() => probing.delete(provider.id));
    probing.set(provider.id, running);
    return running;
  };
  const byId = (providerId: string): SandboxProvider | null => options.providers().find(({ impl }) => impl.id === providerId)?.impl ?? null;

  return {
    choose: async (choice) => {
      for (const provider of matching(options.providers(), choice)) {
        const version = await versionNow(provider, choice === 'auto');
        if (version !== null) return { provider, version };
      }
      return null;
    },
    forget: (providerId) => void good.delete(providerId),
    passOver: (providerId, why) => {
      good.delete(providerId);
      const provider = byId(providerId);
      if (provider !== null) failed(provider, why, restAfterPassMs);
    },
    tryAll: () => {
      good.clear();
      bad.clear();
    },
    byId,
    version: (providerId) => good.get(providerId) ?? null,
    faults: () => [...bad].flatMap(([provider, { reason }]) => (byId(provider) === null ? [] : [{ provider, reason }])),
  };
};

/** The providers a choice means, strongest first. */
export const matching = (offered: Offered, choice: string): SandboxProvider[] => {
  const fitting = offered.filter(({ pluginId, impl }) => choice === 'auto' || choice === pluginId || choice === impl.id);
  if (fitting.length === 0 && choice !== 'auto') {
    const names = new Set(offered.flatMap(({ pluginId, impl }) => [pluginId, impl.id]));
    throw new AppError('unknown-sandbox', { sandbox: choice, available: ['auto', ...names].join(', ') });
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
