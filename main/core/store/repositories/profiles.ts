import type { Db } from '../open.ts';

export interface ProfileRow {
  readonly id: string;
  readonly json: string;
  /** The latest text that was accepted. */
  readonly lastGood: string | null;
}

/** Profiles as they were written, and which workspace has which. */
export const createProfiles = (db: Db) => ({
  list: (): ProfileRow[] =>
    db
      .all('SELECT * FROM profiles ORDER BY id COLLATE NOCASE')
      .map((row) => ({ id: String(row.id), json: String(row.json), lastGood: row.last_good === null ? null : String(row.last_good) })),
  /** Of a workspace; null when none was chosen. */
  idOf: (workspaceId: string): string | null => {
    const id = db.get('SELECT profile_id AS id FROM workspaces WHERE id = ?', workspaceId)?.id;
    return id === null || id === undefined ? null : String(id);
  },
  usedBy: (id: string): string[] => db.all('SELECT id FROM workspaces WHERE profile_id = ? ORDER BY name', id).map((row) => String(row.id)),
  /** An accepted text. */
  save: (id: string, json: string): void =>
    db.tx(() => {
      db.run(
        'INSERT INTO profiles(id, json, last_good) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET json = excluded.json, last_good = excluded.last_good',
        id,
        json,
        json,
      );
      db.event({ topic: 'profile', entityId: id });
    }),
  remove: (id: string): void =>
    db.tx(() => {
      db.run('DELETE FROM profiles WHERE id = ?', id);
      db.event({ topic: 'profile', entityId: id });
    }),
  choose: (workspaceId: string, id: string): void =>
    db.tx(() => {
      db.run('UPDATE workspaces SET profile_id = ? WHERE id = ?', id, workspaceId);
      db.event({ topic: 'workspace', entityId: workspaceId, payload: { profile: id } });
    }),
});
export type Profiles = ReturnType<typeof createProfiles>;
