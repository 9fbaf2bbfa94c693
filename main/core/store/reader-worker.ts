import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { ActivityFilter } from '#contract/ui/domains/activity.ts';
import { verifyAudit } from './audit.ts';
import { type ExportJob, writeExport } from './export/write-export.ts';
import type { Row } from './open.ts';
import { listActivity, usedTools } from './views/activity.ts';
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
  | { readonly kind: 'verify-audit'; readonly key: Uint8Array }
  | ({ readonly kind: 'export' } & ExportJob)
  | { readonly kind: 'activity'; readonly filter: ActivityFilter; readonly before: number | null; readonly limit: number }
  | { readonly kind: 'used-tools' }
  | { readonly kind: 'quick-check' };
export interface ReaderCall {
  readonly id: number;
  readonly query: ReaderQuery;
}
export type ReaderReply = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string };

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
        return verifyAudit(db, query.key);
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
  parentPort?.on('message', ({ id, query }: ReaderCall) => {
    let reply: ReaderReply;
    try {
      reply = { id, value: answer(query) };
    } catch (error) {
      reply = { id, error: String(error) };
    }
    parentPort?.postMessage(reply);
  });
}
