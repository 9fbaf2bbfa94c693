import type { HostClient } from '#contract/client/connect.ts';

/**
 * Waits for what `look` returns to be something, looking once at first and then after each event of the host. `look` reads
 * the stored truth; events only say when. Rejects after `timeoutMs` with what was waited for.
 */
export const until = async <T>(
  client: HostClient,
  what: string,
  look: () => Promise<T | null | undefined | false>,
  timeoutMs = 20_000,
): Promise<T> => {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new Error(`waited ${timeoutMs / 1000} s for: ${what}`)), timeoutMs);
  try {
    for await (const item of await client.host.watch({ since: null }, { signal: deadline.signal })) {
      void item;
      const found = await look();
      if (found !== null && found !== undefined && found !== false) return found;
    }
  } catch (error) {
    if (!deadline.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
    deadline.abort();
  }
  throw new Error(`waited ${timeoutMs / 1000} s for: ${what}`);
};
