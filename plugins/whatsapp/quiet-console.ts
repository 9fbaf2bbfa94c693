const levels = ['log', 'info', 'warn', 'error'] as const;
// What libsignal says; sessions with their private keys come right after some of these words.
const said =
  /^(Closing |Opening |Removing old closed |Session already |Session error:|Migrating session |Decrypted message with closed |Failed to decrypt message|V1 session storage|Unhandled bucket type|WARNING: Expected pubkey)/;

/**
 * Drops what libsignal writes to the console, which includes private keys. Idempotent; stays for the life of the process: a
 * late word of a closed connection would be as bad.
 */
export const quietConsole = (): void => {
  for (const level of levels) {
    const original = console[level];
    if (quiet.has(original)) continue;
    const filtered = (...words: unknown[]): void => {
      if (!words.some(isSecret)) original.apply(console, words);
    };
    quiet.add(filtered);
    console[level] = filtered;
  }
};
const quiet = new WeakSet<(...words: unknown[]) => void>();

const isSecret = (word: unknown): boolean =>
  typeof word === 'string' ? said.test(word) : typeof word === 'object' && word !== null && ('_chains' in word || 'currentRatchet' in word);
