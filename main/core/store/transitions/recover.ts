import { type Reason, reason } from '#contract/model/reason.ts';
import type { Turn } from '#contract/model/records.ts';
import type { Db } from '../open.ts';
import { turnOf } from '../rows.ts';
import { settleCut } from './settle.ts';
import { endTurn, type TurnEnd } from './turn-end.ts';

const turnTries = 3;

/** The host goes down in good order, or everything is stopped: the turn goes back to the queue and that is not counted against it. */
export const interruptTurn = (db: Db, turnId: string, code: 'host-stopped' | 'emergency-stop', now: number): void =>
  db.tx(() => {
    cutSteps(db, turnId, code, now);
    settleCut(db, turnId, now);
    db.run(
      "UPDATE turns SET state = 'queued', reason_code = 'interrupted', reason_params = '{}' WHERE id = ? AND state = 'running'",
      turnId,
    );
    db.event({
      topic: 'turn',
      entityId: turnId,
      chatId: String(db.get('SELECT chat_id FROM turns WHERE id = ?', turnId)?.chat_id),
      payload: { state: 'queued' },
    });
  });

// What can be done again is discarded and will be; what cannot is unknown.
const cutSteps = (db: Db, turnId: string, code: string, now: number): number => {
  db.run(
    "UPDATE steps SET state = 'discarded', reason_code = ?, reason_params = '{}', ended = ? WHERE turn_id = ? AND state = 'running' AND (kind <> 'tool' OR effect IN ('none', 'idempotent'))",
    code,
    now,
    turnId,
  );
  return db.run(
    "UPDATE steps SET state = 'unknown', reason_code = ?, reason_params = '{}', ended = ? WHERE turn_id = ? AND state = 'running'",
    code,
    now,
    turnId,
  );
};

/**
 * Once at start, before anything runs. A model call without its end is discarded (its text is kept for the timeline); a
 * tool with effect `once` that was running becomes `unknown`, any other is repeated; the turn goes back to the queue, and
 * after three host deaths it fails and says so.
 */
export const recover = (
  db: Db,
  o: {
    bootId: string;
    notice: (turn: Turn, why: Reason) => TurnEnd['message'];
    /** Commands that are carried out after all. */
    keep?: readonly string[];
  },
  now: number,
): { requeued: string[]; failed: string[]; unknown: number } =>
  db.tx(() => {
    const requeued: string[] = [];
    const failed: string[] = [];
    let unknown = 0;
    for (const turn of db.all("SELECT * FROM turns WHERE state = 'running' AND boot_id <> ?", o.bootId).map(turnOf)) {
      unknown += cutSteps(db, turn.id, 'host-died', now);
      settleCut(db, turn.id, now);
      if (turn.attempt >= turnTries) {
        const why = reason('interrupted-too-often', { tries: turn.attempt });
        endTurn(
          db,
          {
            turnId: turn.id,
            state: 'failed',
            reason: why,
            message: o.notice(turn, why),
            partial: true,
          },
          now,
        );
        failed.push(turn.id);
      } else {
        db.run(
          "UPDATE turns SET state = 'queued', attempt = attempt + 1, reason_code = 'interrupted', reason_params = '{}' WHERE id = ?",
          turn.id,
        );
        db.event({ topic: 'turn', entityId: turn.id, chatId: turn.chatId, payload: { state: 'queued' } });
        requeued.push(turn.id);
      }
    }
    // A shell command of a person: nobody can say how far it came, so it is not run again.
    db.run(
      "UPDATE messages SET state = 'failed', reason_code = 'command-interrupted', reason_params = '{}', command = json_object('line', CASE WHEN ltrim(text) LIKE '!%' THEN ltrim(substr(ltrim(text), 2)) ELSE trim(text) END, 'exitCode', NULL, 'output', '', 'outputBlob', NULL) WHERE origin = 'command' AND state IN ('received', 'queued') AND id NOT IN (SELECT value FROM json_each(?))",
      JSON.stringify(o.keep ?? []),
    );
    return { requeued, failed, unknown };
  });
