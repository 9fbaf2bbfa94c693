import { createHmac } from 'node:crypto';
import type { AuditEntry } from '#contract/model/records.ts';
import type { Db, Row } from './open.ts';

/**
 * The audit log: each row carries a keyed hash over its content and the row before, so that an edit, a gap or a new order
 * is found by verifyAudit. Rows can be neither changed nor deleted through the database either.
 */
export const createAudit = (db: Db, key: Uint8Array, now: () => number, clean: (text: string) => string) => ({
  /** Call it inside the transaction of what it records. */
  append(entry: AuditEntry): void {
    const before = db.get('SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1');
    const seq = Number(before?.seq ?? 0) + 1;
    const prevHash = String(before?.mac ?? '');
    const at = now();
    const detail = clean(entry.detail).slice(0, 4000);
    const mac = macOf(key, [
      seq,
      at,
      entry.actor,
      entry.workspaceId,
      entry.turnId,
      entry.callHash,
      entry.decision,
      entry.rule,
      entry.outcome,
      detail,
      prevHash,
    ]);
    db.run(
      'INSERT INTO audit(seq, at, actor, workspace_id, turn_id, call_hash, decision, rule, outcome, detail, prev_hash, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      seq,
      at,
      entry.actor,
      entry.workspaceId,
      entry.turnId,
      entry.callHash,
      entry.decision,
      entry.rule,
      entry.outcome,
      detail,
      prevHash,
      mac,
    );
  },
  list: (o: { before: number | null; limit: number }) =>
    db.all('SELECT * FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?', o.before ?? Number.MAX_SAFE_INTEGER, o.limit).map((row) => ({
      seq: Number(row.seq),
      at: Number(row.at),
      actor: String(row.actor),
      workspaceId: row.workspace_id === null ? null : String(row.workspace_id),
      turnId: row.turn_id === null ? null : String(row.turn_id),
      decision: String(row.decision),
      rule: String(row.rule),
      outcome: String(row.outcome),
      detail: String(row.detail),
    })),
});
export type Audit = ReturnType<typeof createAudit>;

/** Reads the whole chain; `badSeq` is the first row that does not hold, or null. Long on a large log: meant for a reader. */
export const verifyAudit = (db: Pick<Db, 'all'>, key: Uint8Array): { rows: number; badSeq: number | null } => {
  let prev = '';
  let expected = 1;
  for (;;) {
    const rows = db.all('SELECT * FROM audit WHERE seq >= ? ORDER BY seq LIMIT 500', expected);
    for (const row of rows) {
      if (Number(row.seq) !== expected || String(row.prev_hash) !== prev || String(row.mac) !== macOf(key, fieldsOf(row)))
        return { rows: expected - 1, badSeq: expected };
      prev = String(row.mac);
      expected++;
    }
    if (rows.length < 500) return { rows: expected - 1, badSeq: null };
  }
};

const fieldsOf = (row: Row) => [
  row.seq,
  row.at,
  row.actor,
  row.workspace_id,
  row.turn_id,
  row.call_hash,
  row.decision,
  row.rule,
  row.outcome,
  row.detail,
  row.prev_hash,
];
const macOf = (key: Uint8Array, fields: readonly (string | number | null | undefined)[]): string =>
  createHmac('sha256', key).update(JSON.stringify(fields)).digest('base64url');
