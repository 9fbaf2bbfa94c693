/** What the library stores of the sessions with one device. */
interface Sessions {
  readonly _sessions: Readonly<Record<string, { readonly indexInfo: { readonly used: number } }>>;
}

/**
 * The library tries a message on one session after the other, and lets each take the step of the message before it looks whether
 * they fit; a session that has taken a foreign step can never be read or written in again. Those that did not read the message
 * are put back to where they were. `before` may throw: then there is nothing to go back to.
 */
export const withoutFailedTries = (before: () => unknown, after: unknown): unknown => {
  if (!isSessions(after) || Object.keys(after._sessions).length < 2) return after;
  const stored = storedOf(before);
  const hasRead = Object.entries(after._sessions).some(([key, s]) => stored[key] && stored[key].indexInfo.used !== s.indexInfo.used);
  if (!hasRead) return after;
  const _sessions = Object.fromEntries(
    Object.entries(after._sessions).map(([key, s]) => {
      const old = stored[key];
      // Only that it was closed meanwhile is kept.
      return [key, old?.indexInfo.used === s.indexInfo.used ? { ...old, indexInfo: s.indexInfo } : s];
    }),
  );
  return { ...after, _sessions };
};

const isSessions = (value: unknown): value is Sessions => typeof value === 'object' && value !== null && '_sessions' in value;
const storedOf = (before: () => unknown): Sessions['_sessions'] => {
  try {
    const stored = before();
    return isSessions(stored) ? stored._sessions : {};
  } catch {
    return {};
  }
};
