import type { Reason } from '#contract/model/reason.ts';
import type { SandboxState } from '#contract/model/states.ts';
import type { Db, Row } from '../open.ts';
import { reasonOf } from '../rows.ts';

const sandboxOf = (row: Row) => ({
  workspaceId: String(row.workspace_id),
  epoch: Number(row.epoch),
  provider: String(row.provider),
  handle: row.handle === null ? null : String(row.handle),
  state: String(row.state) as SandboxState,
  reason: reasonOf(row),
});

/** One row per workspace; the epoch only grows. */
export const createSandboxRows = (db: Db, bootId: string) => ({
  get: (workspaceId: string) => {
    const row = db.get('SELECT * FROM sandboxes WHERE workspace_id = ?', workspaceId);
    return row ? sandboxOf(row) : null;
  },
  list: () => db.all('SELECT * FROM sandboxes').map(sandboxOf),
  claim: (workspaceId: string, provider: string): number =>
    db.tx(() => {
      db.run(
        `INSERT INTO sandboxes(workspace_id, epoch, provider, state, claimed_boot_id) VALUES (?, 1, ?, 'starting', ?)
         ON CONFLICT DO UPDATE SET epoch = epoch + 1, provider = excluded.provider, handle = NULL, state = 'starting', reason_code = NULL, reason_params = NULL, claimed_boot_id = excluded.claimed_boot_id`,
        workspaceId,
        provider,
        bootId,
      );
      db.event({ topic: 'sandbox', entityId: workspaceId });
      return Number(db.get('SELECT epoch FROM sandboxes WHERE workspace_id = ?', workspaceId)?.epoch);
    }),
  /** Whether a turn runs there that answers a person. */
  hasPerson: (workspaceId: string): boolean =>
    db.get(
      "SELECT 1 FROM turns t JOIN messages m ON m.turn_id = t.id WHERE t.workspace_id = ? AND t.state = 'running' AND m.origin IN ('human', 'command') LIMIT 1",
      workspaceId,
    ) !== undefined,
  adopt: (workspaceId: string, epoch: number): boolean =>
    db.tx(() => {
      const changed = db.run(
        "UPDATE sandboxes SET claimed_boot_id = ?, state = 'ready', reason_code = NULL, reason_params = NULL WHERE workspace_id = ? AND epoch = ?",
        bootId,
        workspaceId,
        epoch,
      );
      if (changed) db.event({ topic: 'sandbox', entityId: workspaceId, payload: { state: 'ready' } });
      return changed === 1;
    }),
  set: (workspaceId: string, epoch: number, change: { state: SandboxState; handle?: string | null; reason?: Reason | null }): boolean =>
    db.tx(() => {
      const changed = db.run(
        'UPDATE sandboxes SET state = ?, handle = CASE WHEN ? THEN ? ELSE handle END, reason_code = ?, reason_params = ? WHERE workspace_id = ? AND epoch = ?',
        change.state,
        change.handle === undefined ? 0 : 1,
        change.handle ?? null,
        change.reason?.code ?? null,
        change.reason ? JSON.stringify(change.reason.params) : null,
        workspaceId,
        epoch,
      );
      if (changed) db.event({ topic: 'sandbox', entityId: workspaceId, payload: { state: change.state } });
      return changed === 1;
    }),
});
