import { randomUUID } from 'node:crypto';

/** Keys that a person tries before saving them: in memory, for one call, for the plugin that serves the provider. */
export interface TrialKeys {
  lend(provider: string, value: string): { readonly secret: string; readonly takeBack: () => void };
  /** The provider a ref was lent for; null for every other ref. */
  providerOf(secret: string): string | null;
  valueOf(secret: string): string | null;
}

export const createTrialKeys = (): TrialKeys => {
  const lent = new Map<string, { provider: string; value: string }>();
  return {
    lend(provider, value) {
      const secret = `trial:${randomUUID()}`;
      lent.set(secret, { provider, value });
      return { secret, takeBack: () => void lent.delete(secret) };
    },
    providerOf: (secret) => lent.get(secret)?.provider ?? null,
    valueOf: (secret) => lent.get(secret)?.value ?? null,
  };
};
