import type { PluginStorage } from '#plugin-api';

type Sync = NonNullable<PluginStorage['sync']>;

/** The part of the plugin's storage that belongs to one connection. Values are text; null deletes. */
export const rowsOf = (storage: PluginStorage, connection: string) => {
  const sync: Sync | undefined = storage.sync;
  if (!sync) throw new Error('this plugin needs the permission sync-storage');
  const prefix = `${connection}/`;
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  return {
    /** Throws when it is there and cannot be read: a locked vault, or a damaged value. */
    get: (key: string): string | null => {
      const value = sync.get(prefix + key);
      return value === null ? null : decoder.decode(value);
    },
    /** All or nothing, and durable when it returns. */
    commit: (put: Iterable<readonly [string, string | null]>): void =>
      sync.commit(new Map([...put].map(([key, value]) => [prefix + key, value === null ? null : encoder.encode(value)]))),
    list: async (under: string): Promise<string[]> => (await storage.list(prefix + under)).map((key) => key.slice(prefix.length)),
  };
};
export type Rows = ReturnType<typeof rowsOf>;
