import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { PluginStorage } from '#plugin-api';

/**
 * A plugin's own key-value store: one SQLite file, every value sealed with a key that the vault derives for this plugin
 * (asked for at each use, so a locked vault rejects with `vault-locked`). Commits are atomic and durable.
 */
export const openPluginStorage = (file: string, key: () => Buffer, sync: boolean): PluginStorage & { close(): void } => {
  let db: DatabaseSync | null = null;
  const open = (): DatabaseSync => {
    if (!db) {
      db = new DatabaseSync(file);
      db.exec(
        'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = FAST; CREATE TABLE IF NOT EXISTS kv(key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;',
      );
    }
    return db;
  };
  const get = (name: string): Uint8Array | null => {
    const row = open().prepare('SELECT value FROM kv WHERE key = ?').get(name) as { value: Uint8Array } | undefined;
    return row ? unseal(key(), row.value, name) : null;
  };
  const commit = (put: ReadonlyMap<string, Uint8Array | null>): void => {
    const target = open();
    const secret = key();
    target.exec('BEGIN IMMEDIATE');
    try {
      for (const [name, value] of put) {
        if (value === null) target.prepare('DELETE FROM kv WHERE key = ?').run(name);
        else
          target
            .prepare('INSERT INTO kv(key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
            .run(name, seal(secret, value, name));
      }
      target.exec('COMMIT');
    } catch (error) {
      if (target.isTransaction) target.exec('ROLLBACK');
      throw error;
    }
  };
  return {
    get: async (name) => get(name),
    list: async (prefix) =>
      (open().prepare('SELECT key FROM kv WHERE substr(key, 1, length(?1)) = ?1 ORDER BY key').all(prefix) as { key: string }[]).map(
        (r) => r.key,
      ),
    commit: async (put) => commit(put),
    ...(sync ? { sync: { get, commit } } : {}),
    close: () => db?.close(),
  };
};

const seal = (key: Buffer, plain: Uint8Array, name: string): Uint8Array => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
};
const unseal = (key: Buffer, sealed: Uint8Array, name: string): Uint8Array => {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(Buffer.from(name));
  decipher.setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
};
