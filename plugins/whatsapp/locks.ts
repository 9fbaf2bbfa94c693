import type { SignalKeyStoreWithTransaction } from '@whiskeysockets/baileys';

// Whoever sends holds the one lock and may wait for one of these; whoever waits for these may wait for the one lock.
const ownLock = /^(lid-mapping|delete-\d+-sessions)$/;

/**
 * The library locks a session by one name while it reads and by another while it writes: each could undo what the other has
 * stored, and a counter that is used twice is a message that no phone can read. One lock for all that uses sessions.
 */
export const lockTogether = (keys: SignalKeyStoreWithTransaction): void => {
  const inTransaction = keys.transaction;
  keys.transaction = (work, name) => inTransaction(work, ownLock.test(name) ? name : 'all');
};
