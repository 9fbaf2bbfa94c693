import type { Ask } from '#contract/model/records.ts';
import type { StepState } from '#contract/model/states.ts';
import type { Db } from '../open.ts';

/** What became of the call that was approved; null while it has not begun. */
export const askOutcome = (db: Pick<Db, 'get'>, ask: Ask): StepState | null => {
  if (ask.kind !== 'approval' || ask.state !== 'answered') return null;
  const row = db.get(
    "SELECT state FROM steps WHERE turn_id = ? AND call_id = ? AND kind = 'tool' AND state <> 'discarded' ORDER BY ord DESC, attempt DESC LIMIT 1",
    ask.turnId,
    ask.callId,
  );
  return row ? (String(row.state) as StepState) : null;
};

/** Whether an ask that ran out can be decided anew: its turn has ended, and no later one took its messages. */
export const mayAskAgain = (db: Pick<Db, 'get'>, ask: Ask): boolean =>
  ask.state === 'expired' &&
  db.get(
    `SELECT 1 FROM turns t WHERE t.id = ? AND t.ended IS NOT NULL
     AND EXISTS (SELECT 1 FROM turn_messages tm JOIN messages m ON m.seq = tm.message_seq WHERE tm.turn_id = t.id AND m.turn_id = t.id AND m.origin IN ('human', 'task'))`,
    ask.turnId,
  ) !== undefined;
