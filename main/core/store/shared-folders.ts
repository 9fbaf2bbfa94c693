import type { Db, Row } from './open.ts';

interface Place {
  readonly workspaceId: string;
  readonly path: string;
  readonly write: boolean;
}

/** Every folder of the owner's that workspaces see: their own one, and those beside it. */
const places = (db: Db): Place[] =>
  db
    .all(
      `SELECT workspace_id, path, write FROM workspace_mounts
       UNION ALL SELECT id, own_folder, 1 FROM workspaces WHERE own_folder IS NOT NULL`,
    )
    .map((row: Row) => ({ workspaceId: String(row.workspace_id), path: plain(String(row.path)), write: row.write === 1 }));
const plain = (path: string): string => `${path.replaceAll(/\/+/g, '/').replace(/\/$/, '')}/`;
const overlap = (a: Place, b: Place): boolean => a.path.startsWith(b.path) || b.path.startsWith(a.path);

/** The workspaces that see what this one can write: by the names of the folders, links between them are not known here. */
export const seenFrom = (db: Db, workspaceId: string): string[] => {
  const all = places(db);
  const mine = all.filter((place) => place.workspaceId === workspaceId && place.write);
  const others = all.filter((place) => place.workspaceId !== workspaceId && mine.some((own) => overlap(own, place)));
  return [...new Set(others.map((place) => place.workspaceId))];
};

/** The workspaces that can write what this one sees. */
export const writersInto = (db: Db, workspaceId: string): string[] => {
  const all = places(db);
  const mine = all.filter((place) => place.workspaceId === workspaceId);
  const others = all.filter((place) => place.workspaceId !== workspaceId && place.write && mine.some((own) => overlap(own, place)));
  return [...new Set(others.map((place) => place.workspaceId))];
};
