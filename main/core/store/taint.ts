import type { Db } from './open.ts';
import { taintFlags } from './rows.ts';
import { seenFrom, writersInto } from './shared-folders.ts';

export interface Mark {
  readonly untrusted: boolean;
  readonly secret: boolean;
}
export interface KnownMark extends Mark {
  readonly cause: string;
}
/** What a tool call meets and leaves behind; committed before its effect. */
export interface CallMarks extends KnownMark {
  readonly sessionId: string;
  readonly workspaceId: string;
  readonly readsFiles: boolean;
  readonly writesFiles: boolean;
}
type Marked = 'sessions' | 'workspaces' | 'tasks';

const clean: KnownMark = { untrusted: false, secret: false, cause: '' };
const markOf = (db: Db, table: Marked, id: string): KnownMark => {
  const row = db.get(`SELECT taint, taint_cause FROM ${table} WHERE id = ?`, id);
  const flags = String(row?.taint ?? '');
  return flags === '' ? clean : { untrusted: flags.includes('u'), secret: flags.includes('s'), cause: String(row?.taint_cause ?? '') };
};

// It only grows, and each new mark adds its cause. True when something was new.
const grow = (db: Db, table: Marked, id: string, add: KnownMark): boolean => {
  const had = markOf(db, table, id);
  if ((!add.untrusted || had.untrusted) && (!add.secret || had.secret)) return false;
  const flags = taintFlags({ untrusted: had.untrusted || add.untrusted, secret: had.secret || add.secret });
  const cause = had.cause === '' || had.cause === add.cause ? add.cause : `${had.cause}; ${add.cause}`;
  return db.run(`UPDATE ${table} SET taint = ?, taint_cause = ? WHERE id = ?`, flags, cause, id) === 1;
};

/** What a session has met so far. */
export const sessionMark = (db: Db, sessionId: string): KnownMark => markOf(db, 'sessions', sessionId);
/** What a workspace's files have met so far. */
export const workspaceMark = (db: Db, workspaceId: string): KnownMark => markOf(db, 'workspaces', workspaceId);
/** What the session that planned a task had met then. */
export const taskMark = (db: Db, taskId: string): KnownMark => markOf(db, 'tasks', taskId);

/** The session remembers what it met. In the caller's transaction. */
export const taintSession = (db: Db, sessionId: string, add: KnownMark): void => void grow(db, 'sessions', sessionId, add);
/** The prompt of a task carries what its author had met. In the caller's transaction. */
export const taintTask = (db: Db, taskId: string, add: KnownMark): void => void grow(db, 'tasks', taskId, add);

/** Outside text may lie in the workspace now, and in those that see a folder which it can write. In the caller's transaction. */
export const taintFiles = (db: Db, workspaceId: string, cause: string): void => {
  const marked = new Set<string>();
  const mark = (id: string, why: string): void => {
    marked.add(id);
    if (grow(db, 'workspaces', id, { untrusted: true, secret: false, cause: why })) db.event({ topic: 'workspace', entityId: id });
    for (const other of seenFrom(db, id)) if (!marked.has(other)) mark(other, byFolder(cause));
  };
  mark(workspaceId, cause);
};
const byFolder = (cause: string): string => `through a shared folder: ${cause}`;

/** A workspace sees another folder from now on, in which outside text may lie already. In the caller's transaction. */
export const taintByFolders = (db: Db, workspaceId: string): void => {
  for (const writer of writersInto(db, workspaceId)) {
    const { untrusted, cause } = workspaceMark(db, writer);
    if (untrusted) taintFiles(db, workspaceId, byFolder(cause));
  }
  // What it holds itself, those see now who share the folder.
  const own = workspaceMark(db, workspaceId);
  if (own.untrusted) taintFiles(db, workspaceId, own.cause);
};

/**
 * What a call meets and leaves behind, in the caller's transaction: the session inherits the mark of files it reads, and files
 * that it may write inherit outside text from the session. (That files are private data needs no mark.) True when the files
 * that it reads may hold outside text.
 */
export const markCall = (db: Db, m: CallMarks): boolean => {
  const files = m.readsFiles ? workspaceMark(db, m.workspaceId) : clean;
  if (files.untrusted) taintSession(db, m.sessionId, { untrusted: true, secret: false, cause: files.cause });
  taintSession(db, m.sessionId, m);
  const session = m.writesFiles ? sessionMark(db, m.sessionId) : clean;
  if (session.untrusted) taintFiles(db, m.workspaceId, session.cause);
  return files.untrusted || (m.readsFiles && session.untrusted);
};
