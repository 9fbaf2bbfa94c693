import { createHmac } from 'node:crypto';
import type { AuditEntry } from '#contract/model/records.ts';
import type { Db, Row } from './open.ts';

type AuditField = Row[string] | undefined;

/**
 * The audit log: each row carries a keyed hash over its content and the row before, so that an edit, a gap or a new order
 * is found by verifyAudit; anchors beside the database show a cut tail. Rows can be neither changed nor deleted through the database either.
 */
export const createAudit = (db: Db, key: Uint8Array, o: { now: () => number; clean: (text: string) => string; appended?: () => void }) => ({
  /** Call it inside the transaction of what it records. */
  append(entry: AuditEntry): void {
    const before = db.get('SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1');
    const seq = Number(before?.seq ?? 0) + 1;
    const prevHash = String(before?.mac ?? '');
    const at = o.now();
    const detail = o.clean(entry.detail).slice(0, 4000);
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
    o.appended?.();
  },
});
export type Audit = ReturnType<typeof createAudit>;

/** What the hash of a row covers, in its order. */
export const fieldsOf = (row: Row): readonly AuditField[] => [
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
export const macOf = (key: Uint8Array, fields: readonly AuditField[]): string =>
  createHmac('sha256', key).update(JSON.stringify(fields)).digest('base64url');
