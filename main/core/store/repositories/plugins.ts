import type { Db } from '../open.ts';

export interface PluginRow {
  readonly id: string;
  readonly enabled: boolean;
  readonly settings: Record<string, unknown>;
}

export const createPluginRows = (db: Db) => ({
  get: (id: string): PluginRow | null => {
    const row = db.get('SELECT * FROM plugins WHERE id = ?', id);
    return row ? { id, enabled: row.enabled === 1, settings: JSON.parse(String(row.settings)) as Record<string, unknown> } : null;
  },
  setEnabled: (id: string, enabled: boolean): void =>
    db.tx(() => {
      db.run('INSERT INTO plugins(id, enabled) VALUES (?, ?) ON CONFLICT DO UPDATE SET enabled = excluded.enabled', id, enabled ? 1 : 0);
      db.event({ topic: 'plugin', entityId: id });
    }),
  saveSettings: (id: string, settings: Record<string, unknown>): void =>
    db.tx(() => {
      db.run(
        'INSERT INTO plugins(id, enabled, settings) VALUES (?, 1, ?) ON CONFLICT DO UPDATE SET settings = excluded.settings',
        id,
        JSON.stringify(settings),
      );
      db.event({ topic: 'plugin', entityId: id });
    }),
  /** Whether the settings of any plugin refer to a secret in the vault. */
  hasSecrets: (): boolean => db.get(`SELECT 1 FROM plugins WHERE settings LIKE '%"secret":"plugin:%' LIMIT 1`) !== undefined,
  changed: (id: string): void => db.tx(() => db.event({ topic: 'plugin', entityId: id })),
});
export type PluginRows = ReturnType<typeof createPluginRows>;
