import { AppError } from '#contract/errors.ts';
import type { Reason } from '#contract/model/reason.ts';
import type { Ask } from '#contract/model/records.ts';
import type { TurnWait } from '#contract/model/states.ts';
import { whereText } from '#contract/text/deeds.ts';
import type { Db } from '../open.ts';
import { askOf } from '../rows.ts';
import { endPlaceholder } from './placeholder.ts';

/** A waiting turn holds no slot; whatever it waits for puts it back to `queued`. */
export const waitTurn = (
  db: Db,
  o: { turnId: string; wait: TurnWait; waitId: string; reason: Reason; nextAt: number | null },
  now: number,
): void =>
  db.tx(() => {
    db.run(
      "UPDATE turns SET state = 'waiting', wait_kind = ?, wait_id = ?, reason_code = ?, reason_params = ?, next_at = ? WHERE id = ? AND state = 'running'",
      o.wait,
      o.waitId,
      o.reason.code,
      JSON.stringify(o.reason.params),
      o.nextAt,
      o.turnId,
    );
    endPlaceholder(db, o.turnId, now);
    turnEvent(db, o.turnId, 'waiting');
  });

/** Puts a waiting turn back. False when it does not wait for that. */
export const resumeTurn = (db: Db, turnId: string, waitId: string): boolean =>
  db.tx(() => {
    const changed = db.run(
      "UPDATE turns SET state = 'queued', wait_kind = NULL, wait_id = NULL, next_at = NULL, reason_code = NULL, reason_params = NULL WHERE id = ? AND state = 'waiting' AND wait_id = ?",
      turnId,
      waitId,
    );
    if (changed) turnEvent(db, turnId, 'queued');
    return changed === 1;
  });

export interface NewAsk
  extends Pick<Ask, 'id' | 'shortId' | 'kind' | 'turnId' | 'callId' | 'workspaceId' | 'callHash' | 'payload' | 'reason' | 'expiresAt'> {}

/** Stores the exact call and lets the turn wait for it, in one transaction. */
export const askAndWait = (db: Db, ask: NewAsk, now: number): void =>
  db.tx(() => {
    db.run(
      `INSERT INTO asks(id, short_id, kind, turn_id, call_id, workspace_id, call_hash, payload, state, reason_code, reason_params, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?)`,
      ask.id,
      ask.shortId,
      ask.kind,
      ask.turnId,
      ask.callId,
      ask.workspaceId,
      ask.callHash,
      JSON.stringify(ask.payload),
      ask.reason.code,
      JSON.stringify(ask.reason.params),
      now,
      ask.expiresAt,
    );
    askEvent(db, ask.id, 'pending');
    waitTurn(db, { turnId: ask.turnId, wait: 'ask', waitId: ask.id, reason: ask.reason, nextAt: ask.expiresAt }, now);
  });

export interface AskAnswer {
  readonly askId: string;
  readonly state: 'answered' | 'denied';
  readonly answers: readonly string[];
  readonly personId: string;
  readonly surface: string;
}

// Pending still: its time is over, and nobody has said so yet.
const tooLate = {
  pending: 'ask-expired',
  expired: 'ask-expired',
  cancelled: 'ask-cancelled',
  answered: 'ask-answered',
  denied: 'ask-answered',
} as const;

/** The first answer wins (one compare-and-set). Throws ask-answered, ask-expired or ask-cancelled. */
export const answerAsk = (db: Db, a: AskAnswer, now: number): Ask =>
  db.tx(() => {
    const changed = db.run(
      "UPDATE asks SET state = ?, answer = ?, answered_by = ?, surface = ?, answered_at = ? WHERE id = ? AND state = 'pending' AND expires_at > ?",
      a.state,
      JSON.stringify(a.answers),
      a.personId,
      a.surface,
      now,
      a.askId,
      now,
    );
    const ask = askOf(db.get('SELECT * FROM asks WHERE id = ?', a.askId) as never);
    if (!changed)
      throw new AppError(tooLate[ask.state], {
        id: ask.shortId,
        state: ask.state,
        where: whereText(ask.surface),
        who: String((ask.answeredBy && db.get('SELECT name FROM persons WHERE id = ?', ask.answeredBy)?.name) || 'Somebody'),
        did: ask.state === 'denied' ? 'denied' : ask.kind === 'approval' ? 'approved' : 'answered',
      });
    askEvent(db, ask.id, ask.state);
    resumeTurn(db, ask.turnId, ask.id);
    return ask;
  });

/** Asks whose time is over are denied; their turns go on and are told. */
export const expireAsks = (db: Db, now: number): Ask[] =>
  db.tx(() => {
    const over = db.all("SELECT * FROM asks WHERE state = 'pending' AND expires_at <= ?", now).map(askOf);
    for (const ask of over) {
      db.run("UPDATE asks SET state = 'expired', answered_at = ? WHERE id = ?", now, ask.id);
      askEvent(db, ask.id, 'expired');
      resumeTurn(db, ask.turnId, ask.id);
    }
    return over;
  });

const turnEvent = (db: Db, turnId: string, state: string): void =>
  db.event({
    topic: 'turn',
    entityId: turnId,
    chatId: String(db.get('SELECT chat_id FROM turns WHERE id = ?', turnId)?.chat_id),
    payload: { state },
  });
const askEvent = (db: Db, askId: string, state: string): void =>
  db.event({
    topic: 'ask',
    entityId: askId,
    chatId: String(db.get('SELECT t.chat_id FROM asks a JOIN turns t ON t.id = a.turn_id WHERE a.id = ?', askId)?.chat_id),
    payload: { state },
  });
