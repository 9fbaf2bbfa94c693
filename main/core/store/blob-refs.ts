import type { Db } from './open.ts';

export const createBlobRefs = (db: Db, now: () => number) => ({
  add: (ref: { sha256: string; bytes: number; mime: string; ownerKind: string; ownerId: string; workspaceId: string | null }): void =>
    db.tx(() => {
      db.run('INSERT OR IGNORE INTO blobs(sha256, mime, bytes, created_at) VALUES (?, ?, ?, ?)', ref.sha256, ref.mime, ref.bytes, now());
      db.run(
        'INSERT OR IGNORE INTO blob_refs(sha256, owner_kind, owner_id, workspace_id) VALUES (?, ?, ?, ?)',
        ref.sha256,
        ref.ownerKind,
        ref.ownerId,
        ref.workspaceId,
      );
    }),
  isReferred: (sha256: string): boolean =>
    db.get('SELECT 1 FROM blob_refs WHERE sha256 = ? UNION ALL SELECT 1 FROM steps WHERE output_blob = ? LIMIT 1', sha256, sha256) !==
    undefined,
});
