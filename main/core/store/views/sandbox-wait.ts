import type { Reason } from '#contract/model/reason.ts';
import type { Turn } from '#contract/model/records.ts';
import type { Db } from '../open.ts';
import { reasonOf } from '../rows.ts';

/** What a running turn's command waits for before it can begin: an image, memory, a core. null when it does not wait. */
export const waitForSandbox = (db: Pick<Db, 'get'>, turn: Turn): Reason | null => {
  if (turn.state !== 'running') return null;
  const row = db.get(
    `SELECT s.reason_code, s.reason_params FROM sandboxes s WHERE s.workspace_id = ? AND s.state IN ('preparing', 'starting') AND s.reason_code IS NOT NULL
       AND EXISTS (SELECT 1 FROM steps WHERE turn_id = ? AND kind = 'tool' AND state = 'running')`,
    turn.workspaceId,
    turn.id,
  );
  return row ? reasonOf(row) : null;
};

/** The running turns of a workspace, whose view tells how far its sandbox is. */
export const runningTurnsIn = (db: Pick<Db, 'all'>, workspaceId: string): { id: string; chatId: string }[] =>
  db
    .all("SELECT id, chat_id FROM turns WHERE workspace_id = ? AND state = 'running'", workspaceId)
    .map((row) => ({ id: String(row.id), chatId: String(row.chat_id) }));
