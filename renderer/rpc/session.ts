import { z } from 'zod';

export type SignIn =
  | { readonly outcome: 'signed-in' }
  | { readonly outcome: 'refused'; readonly code: string }
  | { readonly outcome: 'unreachable' };

const Refusal = z.object({ code: z.string() });

/** Takes the one-use code out of the address bar; null when this page was opened without one. */
export const takeLinkCode = (location: Location, history: History): string | null => {
  const code = new URLSearchParams(location.hash.slice(1)).get('k');
  if (code !== null) history.replaceState(null, '', location.pathname + location.search);
  return code;
};

/** Swaps a one-use code for the cookie of this browser. Never rejects. */
export const signIn = async (code: string, signal: AbortSignal): Promise<SignIn> => {
  try {
    const response = await fetch('/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
      signal,
    });
    if (response.ok) return { outcome: 'signed-in' };
    const refusal = Refusal.safeParse(await response.json().catch(() => null));
    return { outcome: 'refused', code: refusal.success ? refusal.data.code : 'link-used' };
  } catch {
    // fetch rejects for one reason here: nobody answered.
    return { outcome: 'unreachable' };
  }
};
