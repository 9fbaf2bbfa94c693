import type { Rows } from '../../plugins/whatsapp/rows.ts';

/** A connection's part of a plugin's storage, without a disk. */
export const rowsInMemory = (): Rows => {
  const kept = new Map<string, string>();
  return {
    list: async (prefix) => [...kept.keys()].filter((key) => key.startsWith(prefix)),
    get: (key) => kept.get(key) ?? null,
    commit(put) {
      for (const [key, value] of put)
        if (value === null) kept.delete(key);
        else kept.set(key, value);
    },
  };
};
