import type { Attachment } from '#contract/model/files.ts';
import type { ModelPrice } from '#contract/model/price.ts';
import type { Reason } from '#contract/model/reason.ts';
import type { AuditEntry } from '#contract/model/records.ts';
import type { Effect, StepKind, StepState } from '#contract/model/states.ts';
import type { Block, JsonObject, Usage } from '#contract/model/transcript.ts';
import { keepPicture } from '../blob-refs.ts';
import type { Db } from '../open.ts';
import { type CallMarks, markCall } from '../taint.ts';
import { type FileChange, keepChange } from './file-changes.ts';
import { charsOfBlocks, settleCall } from './settle.ts';

export interface ModelCall {
  readonly stepId: string;
  readonly turnId: string;
  readonly ord: number;
  readonly accountId: string;
  readonly provider: string;
  readonly model: string;
  readonly attempt: number;
  readonly reservationId: string;
  /** Tokens held until the call is settled. */
  readonly tokens: number;
  /** What of them is the request; 0 when the call costs nothing. */
  readonly inputTokens: number;
  /** What it will be charged at; null is not known. */
  readonly price: ModelPrice | null;
  /** A judgement of the Deputy, and no part of the conversation. */
  readonly isDeputy?: boolean;
}

/** Commits the call and its reservation before anything is sent. */
export const beginModelCall = (db: Db, c: ModelCall, now: number): void =>
  db.tx(() => {
    db.run(
      "INSERT INTO steps(id, turn_id, ord, kind, tool, account_id, provider, model, attempt, state, started) VALUES (?, ?, ?, 'model', ?, ?, ?, ?, ?, 'running', ?)",
      c.stepId,
      c.turnId,
      c.ord,
      c.isDeputy ? 'deputy' : null,
      c.accountId,
      c.provider,
      c.model,
      c.attempt,
      now,
    );
    db.run(
      "INSERT INTO reservations(id, turn_id, step_id, account_id, tokens, input_tokens, price, state) VALUES (?, ?, ?, ?, ?, ?, ?, 'held')",
      c.reservationId,
      c.turnId,
      c.stepId,
      c.accountId,
      c.tokens,
      c.inputTokens,
      c.price === null ? null : JSON.stringify(c.price),
    );
    stepEvent(db, c.turnId, c.stepId, 'running');
  });

export interface StreamedPart {
  readonly stepId: string;
  readonly ord: number;
  readonly kind: Extract<StepKind, 'text' | 'thinking'>;
  readonly text: string;
}
export interface ModelCallEnd {
  readonly stepId: string;
  readonly turnId: string;
  readonly state: Extract<StepState, 'done' | 'failed' | 'discarded'>;
  readonly reason: Reason | null;
  readonly usage: Usage;
  readonly blocks: readonly Block[];
  readonly parts: readonly StreamedPart[];
  /** Written for nobody to read (a summary): in neither blocks nor parts. */
  readonly unseenChars: number;
}

/** The whole outcome of a call at once: blocks, text parts, usage, reservation. */
export const endModelCall = (db: Db, e: ModelCallEnd, now: number): void =>
  db.tx(() => {
    for (const part of e.parts) writePart(db, e.turnId, e.stepId, part, e.state === 'done' ? 'done' : e.state, now);
    const settled = settleCall(
      db,
      {
        stepId: e.stepId,
        usage: e.usage,
        failure: e.state === 'failed' ? (e.reason?.code ?? null) : null,
        streamedChars: charsOfBlocks(e.blocks) + e.unseenChars,
      },
      now,
    );
    db.run(
      'UPDATE steps SET state = ?, reason_code = ?, reason_params = ?, usage = ?, cost_micros = ?, usage_estimated = ?, blocks = ?, ended = ? WHERE id = ?',
      e.state,
      e.reason?.code ?? null,
      e.reason ? JSON.stringify(e.reason.params) : null,
      JSON.stringify(settled.usage),
      settled.costMicros,
      settled.isEstimated ? 1 : 0,
      JSON.stringify(e.blocks),
      now,
      e.stepId,
    );
    stepEvent(db, e.turnId, e.stepId, e.state);
  });

/** Text that is still being written, kept every half second. No event: the text travels as deltas. */
export const flushParts = (db: Db, turnId: string, modelStepId: string, parts: readonly StreamedPart[], now: number): void =>
  db.tx(() => {
    for (const part of parts) writePart(db, turnId, modelStepId, part, 'running', now);
  });

const writePart = (db: Db, turnId: string, parent: string, part: StreamedPart, state: StepState, now: number): void => {
  db.run(
    `INSERT INTO steps(id, turn_id, ord, kind, parent_step_id, state, text, started, ended) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET text = excluded.text, state = excluded.state, ended = excluded.ended`,
    part.stepId,
    turnId,
    part.ord,
    part.kind,
    parent,
    state,
    part.text,
    now,
    state === 'running' ? null : now,
  );
};

export interface ToolStart {
  readonly stepId: string;
  readonly turnId: string;
  readonly ord: number;
  readonly modelStepId: string;
  readonly callId: string;
  readonly tool: string;
  readonly input: JsonObject;
  readonly effect: Effect;
  /** The approval that this run uses up, if one was needed. */
  readonly askId: string | null;
  readonly marks: CallMarks;
}

// Once; a run that was cut and discarded (nothing had happened, or it may be repeated) has not used it up.
const useAsk = `UPDATE asks SET used_at = ?, step_id = ? WHERE id = ? AND state = 'answered'
  AND (used_at IS NULL OR EXISTS (SELECT 1 FROM steps s WHERE s.id = asks.step_id AND s.state = 'discarded'))`;

/** Commits `running`, the use of the approval and the taint before any effect. False when the approval was used before. */
export const beginTool = (db: Db, t: ToolStart, audit: (entry: AuditEntry) => void, entry: AuditEntry, now: number): boolean =>
  db.tx(() => {
    if (t.askId && db.run(useAsk, now, t.stepId, t.askId) !== 1) return false;
    db.run(
      "INSERT INTO steps(id, turn_id, ord, kind, parent_step_id, call_id, tool, input, effect, state, started) VALUES (?, ?, ?, 'tool', ?, ?, ?, ?, ?, 'running', ?)",
      t.stepId,
      t.turnId,
      t.ord,
      t.modelStepId,
      t.callId,
      t.tool,
      JSON.stringify(t.input),
      t.effect,
      now,
    );
    markCall(db, t.marks);
    audit(entry);
    stepEvent(db, t.turnId, t.stepId, 'running');
    return true;
  });

export interface ToolEnd {
  readonly stepId: string;
  readonly turnId: string;
  readonly state: Extract<StepState, 'done' | 'failed' | 'unknown' | 'discarded'>;
  readonly reason: Reason | null;
  /** What the model is told. */
  readonly text: string;
  readonly outputBlob: string | null;
  readonly exitCode: number | null;
  /** What it did to a file, when that can be taken back. */
  readonly change: FileChange | null;
  /** What it looked at. */
  readonly picture?: Attachment | null;
}
export const endTool = (db: Db, e: ToolEnd, now: number): void =>
  db.tx(() => {
    db.run(
      "UPDATE steps SET state = ?, reason_code = ?, reason_params = ?, output_head = ?, output_blob = ?, exit_code = ?, ended = ? WHERE id = ? AND state = 'running'",
      e.state,
      e.reason?.code ?? null,
      e.reason ? JSON.stringify(e.reason.params) : null,
      e.text,
      e.outputBlob,
      e.exitCode,
      now,
      e.stepId,
    );
    if (e.picture) keepPicture(db, e.stepId, e.picture, now);
    if (e.change) keepChange(db, { ...e.change, stepId: e.stepId }, now);
    stepEvent(db, e.turnId, e.stepId, e.state);
  });

/** What a call had shown when it was cut. Its state is set by whatever ends or puts back the turn. */
export const keepToolOutput = (db: Db, stepId: string, text: string): void =>
  db.tx(() => void db.run("UPDATE steps SET output_head = ? WHERE id = ? AND state = 'running'", text, stepId));

/** A call that never began: refused by policy, denied, or not understood. */
export const refuseTool = (
  db: Db,
  t: Omit<ToolStart, 'effect' | 'askId' | 'marks'> & { reason: Reason; text: string },
  audit: (entry: AuditEntry) => void,
  entry: AuditEntry,
  now: number,
): void =>
  db.tx(() => {
    db.run(
      "INSERT INTO steps(id, turn_id, ord, kind, parent_step_id, call_id, tool, input, effect, state, reason_code, reason_params, output_head, started, ended) VALUES (?, ?, ?, 'tool', ?, ?, ?, ?, 'none', 'failed', ?, ?, ?, ?, ?)",
      t.stepId,
      t.turnId,
      t.ord,
      t.modelStepId,
      t.callId,
      t.tool,
      JSON.stringify(t.input),
      t.reason.code,
      JSON.stringify(t.reason.params),
      t.text,
      now,
      now,
    );
    audit(entry);
    stepEvent(db, t.turnId, t.stepId, 'failed');
  });

/** Something the harness tells the user inside a turn; the model never sees it. */
export const addNotice = (db: Db, n: { stepId: string; turnId: string; ord: number; reason: Reason }, now: number): void =>
  db.tx(() => {
    db.run(
      "INSERT INTO steps(id, turn_id, ord, kind, state, reason_code, reason_params, started, ended) VALUES (?, ?, ?, 'notice', 'done', ?, ?, ?, ?)",
      n.stepId,
      n.turnId,
      n.ord,
      n.reason.code,
      JSON.stringify(n.reason.params),
      now,
      now,
    );
    stepEvent(db, n.turnId, n.stepId, 'done');
  });

/** The conversation up to `coversTurnId` in short; later requests start with it. The originals stay. */
export const addSummary = (
  db: Db,
  s: { stepId: string; turnId: string; ord: number; sessionId: string; text: string; coversTurnId: string },
  now: number,
): void =>
  db.tx(() => {
    db.run(
      "INSERT INTO steps(id, turn_id, ord, kind, state, text, input, started, ended) VALUES (?, ?, ?, 'summary', 'done', ?, ?, ?, ?)",
      s.stepId,
      s.turnId,
      s.ord,
      s.text,
      JSON.stringify({ coversTurnId: s.coversTurnId }),
      now,
      now,
    );
    db.run('UPDATE sessions SET summary_step_id = ? WHERE id = ?', s.stepId, s.sessionId);
    stepEvent(db, s.turnId, s.stepId, 'done');
  });

const stepEvent = (db: Db, turnId: string, stepId: string, state: StepState): void =>
  db.event({
    topic: 'step',
    entityId: stepId,
    chatId: String(db.get('SELECT chat_id FROM turns WHERE id = ?', turnId)?.chat_id),
    payload: { turnId, state },
  });
