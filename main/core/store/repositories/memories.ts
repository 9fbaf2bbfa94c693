import type { Memory } from '#contract/model/records.ts';
import type { Db, Row } from '../open.ts';

const memoryOf = (row: Row): Memory => ({
  id: String(row.id),
  workspaceId: row.workspace_id === null ? null : String(row.workspace_id),
  key: String(row.key),
  text: String(row.text),
  tainted: row.taint !== null,
});

/** Every word quoted, so that nothing of a query is FTS syntax. Words are joined by OR and ranked by BM25. */
export const ftsQuery = (query: string, join: ' OR ' | ' AND ' = ' OR '): string =>
  (query.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => `"${word}"*`).join(join);

export const createMemories = (db: Db) => ({
  /** Own and global ones, in a stable order (they are part of the prompt's prefix). */
  list: (workspaceId: string): Memory[] =>
    db
      .all('SELECT * FROM memories WHERE workspace_id = ? OR workspace_id IS NULL ORDER BY workspace_id IS NULL DESC, key', workspaceId)
      .map(memoryOf),
  /** Replaces the one with the same key. */
  put: (
    m: { id: string; workspaceId: string | null; key: string; text: string; tainted: boolean; stepId: string | null },
    now: number,
  ): 'created' | 'replaced' =>
    db.tx(() => {
      const changed = db.run(
        'UPDATE memories SET text = ?, taint = ?, source_step_id = ?, at = ? WHERE key = ? AND workspace_id IS ?',
        m.text,
        m.tainted ? 'u' : null,
        m.stepId,
        now,
        m.key,
        m.workspaceId,
      );
      if (!changed)
        db.run(
          'INSERT INTO memories(id, workspace_id, key, text, taint, source_step_id, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
          m.id,
          m.workspaceId,
          m.key,
          m.text,
          m.tainted ? 'u' : null,
          m.stepId,
          now,
        );
      db.event({ topic: 'memory', entityId: m.workspaceId ?? 'global' });
      return changed ? 'replaced' : 'created';
    }),
  /** A person's own words: the mark and the step it came from go. */
  edit: (id: string, m: { key: string; text: string }, now: number): void =>
    db.tx(() => {
      db.run('UPDATE memories SET key = ?, text = ?, taint = NULL, source_step_id = NULL, at = ? WHERE id = ?', m.key, m.text, now, id);
      const owner = db.get('SELECT workspace_id FROM memories WHERE id = ?', id)?.workspace_id;
      db.event({ topic: 'memory', entityId: owner === null || owner === undefined ? 'global' : String(owner) });
    }),
  /** For the trash, from which `putBack` brings it. False when it is gone already. */
  discard: (id: string, now: number): boolean =>
    db.tx(() => {
      const row = db.get('SELECT workspace_id FROM memories WHERE id = ?', id);
      if (!row) return false;
      db.run(
        `INSERT OR REPLACE INTO memory_trash(id, workspace_id, key, text, taint, source_step_id, at, deleted_at)
         SELECT id, workspace_id, key, text, taint, source_step_id, at, ? FROM memories WHERE id = ?`,
        now,
        id,
      );
      db.run('DELETE FROM memories WHERE id = ?', id);
      db.event({ topic: 'memory', entityId: row.workspace_id === null ? 'global' : String(row.workspace_id) });
      return true;
    }),
  /** Whose it was, null for one of all workspaces; undefined when it is not in the trash. */
  trashedOwner: (id: string): string | null | undefined => {
    const row = db.get('SELECT workspace_id FROM memory_trash WHERE id = ?', id);
    return row && (row.workspace_id === null ? null : String(row.workspace_id));
  },
  /** As it was, its mark included. `taken` when another one has its key by now. */
  putBack: (id: string): { readonly state: 'back' | 'taken' | 'gone'; readonly key: string } =>
    db.tx(() => {
      const row = db.get('SELECT workspace_id, key FROM memory_trash WHERE id = ?', id);
      if (!row) return { state: 'gone', key: '' };
      const key = String(row.key);
      const owner = row.workspace_id ?? null;
      if (db.get('SELECT 1 FROM memories WHERE key = ? AND workspace_id IS ?', key, owner)) return { state: 'taken', key };
      db.run(
        `INSERT INTO memories(id, workspace_id, key, text, taint, source_step_id, at)
         SELECT id, workspace_id, key, text, taint, source_step_id, at FROM memory_trash WHERE id = ?`,
        id,
      );
      db.run('DELETE FROM memory_trash WHERE id = ?', id);
      db.event({ topic: 'memory', entityId: row.workspace_id === null ? 'global' : String(row.workspace_id) });
      return { state: 'back', key };
    }),
  /** What was deleted before `before` is deleted for good. */
  emptyTrash: (before: number): number => db.run('DELETE FROM memory_trash WHERE deleted_at < ?', before),
  forget: (workspaceId: string, key: string): boolean =>
    db.tx(() => {
      const gone = db.run('DELETE FROM memories WHERE key = ? AND workspace_id = ?', key, workspaceId) > 0;
      if (gone) db.event({ topic: 'memory', entityId: workspaceId });
      return gone;
    }),
  search: (workspaceId: string, query: string, limit: number): Memory[] => {
    const match = ftsQuery(query);
    if (match === '') return [];
    return db
      .all(
        'SELECT m.* FROM memory_fts f JOIN memories m ON m.rowid = f.rowid WHERE memory_fts MATCH ? AND (m.workspace_id = ? OR m.workspace_id IS NULL) ORDER BY bm25(memory_fts) LIMIT ?',
        match,
        workspaceId,
        limit,
      )
      .map(memoryOf);
  },
});
export type Memories = ReturnType<typeof createMemories>;
