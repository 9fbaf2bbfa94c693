export type SignIn =
  | { readonly outcome: 'signed-in' }
  | { readonly outcome: 'refused'; readonly code: string }
  | { readonly outcome: 'unreachable' };

const codeOf = (refusal: unknown): string | null =>
  typeof refusal === 'object' && refusal !== null && 'code' in refusal && typeof refusal.code === 'string' ? refusal.code : null;

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
    return { outcome: 'refused', code: codeOf(await response.json().catch(() => null)) ?? 'link-used' };
  } catch {
    // fetch rejects for one reason here: nobody answered.
    return { outcome: 'unreachable' };
  }
};

/** How the program behind this page is called in a terminal; null when it does not say. */
export const fetchCommand = async (): Promise<string | null> => {
  try {
    const response = await fetch('/api/door');
    const told = (await response.json()) as { command?: unknown };
    return response.ok && typeof told.command === 'string' ? told.command : null;
  } catch {
    return null;
  }
};
