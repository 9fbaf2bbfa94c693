import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { ActivityFilter } from '#contract/ui/domains/activity.ts';
import type { AuditFilter } from '#contract/ui/domains/audit.ts';
import { readLog } from '../base/log-read.ts';
import { anchorLine, anchorScope, readAnchors } from './audit-anchors.ts';
import { type AuditProof, verifyAudit } from './audit-verify.ts';
import { type ExportJob, writeExport } from './export/write-export.ts';
import type { Row } from './open.ts';
import { listActivity, usedTools } from './views/activity.ts';
import { withPlaces } from './views/audit-places.ts';
import { auditChoices, auditRows } from './views/audit-rows.ts';
import { quickCheck } from './views/health.ts';
import { searchMessages } from './views/search.ts';

/** Where this very module is, as source or as a built part: the worker is started from it. */
export const workerUrl = import.meta.url;
/** Marks the data of a worker as meant for this module. */
export const readerJob = 'pynchy-store-reader';

export type ReaderQuery =
  | {
      readonly kind: 'search';
      readonly query: string;
      readonly chatId?: string | null;
      readonly before: number | null;
      readonly limit: number;
    }
  | { readonly kind: 'verify-audit'; readonly key: Uint8Array; readonly anchorsFile: string; readonly logsDir: string }
  | { readonly kind: 'audit' | 'placed-audit'; readonly filter: AuditFilter; readonly before: number | null; readonly limit: number }
  | { readonly kind: 'audit-choices' }
  | ({ readonly kind: 'export' } & ExportJob)
  | { readonly kind: 'activity'; readonly filter: ActivityFilter; readonly before: number | null; readonly limit: number }
  | { readonly kind: 'used-tools' }
  | { readonly kind: 'quick-check' };
export interface ReaderCall {
  readonly id: number;
  readonly query: ReaderQuery;
}
export type ReaderReply = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string };

const proofOf = async (at: { anchorsFile: string; logsDir: string }): Promise<AuditProof> => {
  const lines = await readLog(at.logsDir, { containing: anchorLine, limit: 10_000 });
  const logged = lines.flatMap(({ scope, text, seq, head }) =>
    scope === anchorScope && text === anchorLine && typeof seq === 'number' && typeof head === 'string' ? [{ seq, head }] : [],
  );
  return { file: readAnchors(at.anchorsFile), logged };
};

const data = workerData as { job?: string; file?: string } | null;
if (!isMainThread && data?.job === readerJob && data.file !== undefined) {
  const raw = new DatabaseSync(data.file, { readOnly: true, timeout: 5000 });
  const db = { all: (sql: string, ...values: SQLInputValue[]): Row[] => raw.prepare(sql).all(...values) as Row[] };
  // Everything of one moment, whatever is written meanwhile.
  const asOfNow = <T>(work: () => T): T => {
    raw.exec('BEGIN');
    try {
      return work();
    } finally {
      raw.exec('ROLLBACK');
    }
  };
  const answer = (query: ReaderQuery): unknown => {
    switch (query.kind) {
      case 'search':
        return searchMessages(db, query);
      case 'verify-audit':
        // Read before the rows, so that no anchor is newer than they are.
        return proofOf(query).then((proof) => asOfNow(() => verifyAudit(db, query.key, proof)));
      case 'audit':
        return auditRows(db, query);
      case 'placed-audit':
        return withPlaces(db, auditRows(db, query));
      case 'audit-choices':
        return auditChoices(db);
      case 'export':
        return asOfNow(() => writeExport(db, query));
      case 'activity':
        return listActivity(db, query);
      case 'used-tools':
        return usedTools(db);
      case 'quick-check':
        return quickCheck(db);
      default:
        return query satisfies never;
    }
  };
  const reply = async ({ id, query }: ReaderCall): Promise<void> => {
    let said: ReaderReply;
    try {
      said = { id, value: await answer(query) };
    } catch (error) {
      said = { id, error: String(error) };
    }
    parentPort?.postMessage(said);
  };
  parentPort?.on('message', (call: ReaderCall) => void reply(call));
}
