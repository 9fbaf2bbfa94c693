import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { verifyAudit } from './audit.ts';
import type { Row } from './open.ts';
import { searchMessages } from './views/search.ts';

/** Where this very module is, as source or as a built part: the worker is started from it. */
export const workerUrl = import.meta.url;
/** Marks the data of a worker as meant for this module. */
export const readerJob = 'pynchy-store-reader';

export type ReaderQuery =
  | { readonly kind: 'search'; readonly query: string; readonly before: number | null; readonly limit: number }
  | { readonly kind: 'verify-audit'; readonly key: Uint8Array };
export interface ReaderCall {
  readonly id: number;
  readonly query: ReaderQuery;
}
export type ReaderReply = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string };

const data = workerData as { job?: string; file?: string } | null;
if (!isMainThread && data?.job === readerJob && data.file !== undefined) {
  const raw = new DatabaseSync(data.file, { readOnly: true, timeout: 5000 });
  const db = { all: (sql: string, ...values: SQLInputValue[]): Row[] => raw.prepare(sql).all(...values) as Row[] };
  const answer = (query: ReaderQuery): unknown => (query.kind === 'search' ? searchMessages(db, query) : verifyAudit(db, query.key));
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
