import type { Placeholder, QuietTimes } from '#contract/model/sending.ts';
import type { Db } from '../open.ts';

/** How words go out: a workspace's placeholder and mark, a number's quiet hours. */
export const createSending = (db: Db) => ({
  ofWorkspace: (id: string): { placeholder: Placeholder; mark: string } => {
    const row = db.get('SELECT placeholder, mark FROM workspaces WHERE id = ?', id);
    return { placeholder: (row?.placeholder ?? 'delayed') as Placeholder, mark: String(row?.mark ?? '🦞') };
  },
  setWorkspace: (id: string, change: { placeholder?: Placeholder | undefined; mark?: string | undefined }): void =>
    db.tx(() => {
      if (change.placeholder !== undefined) db.run('UPDATE workspaces SET placeholder = ? WHERE id = ?', change.placeholder, id);
      if (change.mark !== undefined) db.run('UPDATE workspaces SET mark = ? WHERE id = ?', change.mark, id);
      db.event({ topic: 'workspace', entityId: id });
    }),
  quiet: (connectionId: string): QuietTimes => {
    const value = db.get('SELECT quiet FROM connections WHERE id = ?', connectionId)?.quiet;
    return typeof value === 'string' ? (JSON.parse(value) as QuietTimes) : null;
  },
  setQuiet: (connectionId: string, quiet: QuietTimes): void =>
    db.tx(() => {
      db.run('UPDATE connections SET quiet = ? WHERE id = ?', quiet === null ? null : JSON.stringify(quiet), connectionId);
      db.event({ topic: 'link', entityId: connectionId });
    }),
});
export type Sending = ReturnType<typeof createSending>;
