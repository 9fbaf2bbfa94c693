import type { HostClient } from '#contract/client/connect.ts';

/**
 * Waits for what `look` returns to be something, looking once at first and then when events of the host came. `look` reads
 * the stored truth; events only say when, and those that come during a look cause one more. Rejects after `timeoutMs` with
 * what was waited for.
 */
export const until = async <T>(
  client: HostClient,
  what: string,
  look: () => Promise<T | null | undefined | false>,
  timeoutMs = 20_000,
): Promise<T> => {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(new Error(`waited ${timeoutMs / 1000} s for: ${what}`)), timeoutMs);
  const ended = new Promise<never>((_, reject) => over.signal.addEventListener('abort', () => reject(over.signal.reason), { once: true }));
  let news = Promise.withResolvers<void>();
  const listen = async (): Promise<never> => {
    for await (const _ of await client.host.watch({ since: null }, { signal: over.signal })) news.resolve();
    throw new Error(`the host stopped while it was waited for: ${what}`);
  };
  try {
    const heard = Promise.race([listen(), ended]);
    for (;;) {
      await Promise.race([news.promise, heard]);
      news = Promise.withResolvers<void>();
      const found = await Promise.race([look(), heard]);
      if (found !== null && found !== undefined && found !== false) return found;
    }
  } finally {
    clearTimeout(timer);
    over.abort(new Error('found'));
  }
};
