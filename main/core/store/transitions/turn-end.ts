import type { Reason } from '#contract/model/reason.ts';
import type { Db } from '../open.ts';
import { endPlaceholder, placeholderFor } from './placeholder.ts';
import { type Post, post } from './post.ts';

export interface TurnEnd {
  readonly turnId: string;
  readonly state: 'done' | 'failed' | 'cancelled';
  readonly reason: Reason | null;
  /** done: the answer. failed: the harness notice. cancelled: none. */
  readonly message: Pick<Post, 'messageId' | 'text' | 'parts'> | null;
  /** Text of the answer was shown before it broke off. */
  readonly partial: boolean;
  /** The approval that lets the answer out; used up by it. */
  readonly askId?: string | null;
}

const messageStateAfter = { done: 'answered', failed: 'failed', cancelled: 'ignored' } as const;

/** Ends a turn: its state, its messages, the final message and the deliveries. False when it had ended before. */
export const endTurn = (db: Db, end: TurnEnd, now: number): boolean =>
  db.tx(() => {
    const turn = db.get("SELECT * FROM turns WHERE id = ? AND state IN ('running', 'waiting', 'queued')", end.turnId);
    if (!turn) return false;
    if (end.askId && db.run("UPDATE asks SET used_at = ? WHERE id = ? AND state = 'answered' AND used_at IS NULL", now, end.askId) !== 1)
      throw new Error('this approval was used before');
    const chatId = String(turn.chat_id);
    const [code, params] = [end.reason?.code ?? null, end.reason ? JSON.stringify(end.reason.params) : null];
    db.run(
      'UPDATE turns SET state = ?, reason_code = ?, reason_params = ?, wait_kind = NULL, wait_id = NULL, next_at = NULL, partial = ?, ended = ?, awaited = awaited AND ? WHERE id = ?',
      end.state,
      code,
      params,
      end.partial ? 1 : 0,
      now,
      // Who stopped it knows.
      end.state === 'cancelled' ? 0 : 1,
      end.turnId,
    );
    const messages = db.all("SELECT id FROM messages WHERE turn_id = ? AND state = 'claimed'", end.turnId);
    db.run(
      "UPDATE messages SET state = ?, reason_code = ?, reason_params = ? WHERE turn_id = ? AND state = 'claimed'",
      messageStateAfter[end.state],
      code,
      params,
      end.turnId,
    );
    for (const message of messages)
      db.event({ topic: 'message', entityId: String(message.id), chatId, payload: { state: messageStateAfter[end.state] } });
    stopOpenSteps(db, end.turnId, end.state === 'cancelled' ? 'stopped-by-you' : 'turn-ended', now);
    for (const ask of db.all("SELECT id FROM asks WHERE turn_id = ? AND state = 'pending'", end.turnId)) {
      db.run("UPDATE asks SET state = 'cancelled' WHERE id = ?", String(ask.id));
      db.event({ topic: 'ask', entityId: String(ask.id), chatId, payload: { state: 'cancelled' } });
    }
    db.run("UPDATE reservations SET state = 'settled' WHERE turn_id = ? AND state = 'held'", end.turnId);
    if (end.message) {
      const failed = end.state === 'failed';
      post(
        db,
        {
          ...end.message,
          chatId,
          origin: failed ? 'harness' : 'agent',
          audience: failed ? 'user' : 'both',
          reason: failed ? end.reason : null,
          turnId: end.turnId,
          role: failed ? 'notice' : 'final',
          source: { kind: 'turn', id: end.turnId },
          over: placeholderFor(db, end.turnId, end.message.parts.length),
        },
        now,
      );
    }
    endPlaceholder(db, end.turnId, now);
    db.run(
      'UPDATE occurrences SET state = ?, reason_code = ?, reason_params = ?, ended = ? WHERE turn_id = ?',
      end.state === 'done' ? 'ok' : 'failed',
      code,
      params,
      now,
      end.turnId,
    );
    db.event({ topic: 'turn', entityId: end.turnId, chatId, payload: { state: end.state } });
    return true;
  });

// An effect that was cut may have happened; text that was cut is kept.
export const stopOpenSteps = (db: Db, turnId: string, reasonCode: string, now: number): void => {
  db.run(
    "UPDATE steps SET state = CASE WHEN kind = 'tool' AND effect = 'once' THEN 'unknown' ELSE 'failed' END, reason_code = ?, reason_params = '{}', ended = ? WHERE turn_id = ? AND state = 'running'",
    reasonCode,
    now,
    turnId,
  );
};
