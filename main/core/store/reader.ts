import { Worker } from 'node:worker_threads';
import { messageOf } from '#contract/errors.ts';
import type { ActivityFilter } from '#contract/ui/domains/activity.ts';
import type { AuditFilter } from '#contract/ui/domains/audit.ts';
import type { Log } from '../base/log.ts';
import type { AuditCheck } from './audit-verify.ts';
import type { ExportJob, ExportOutcome } from './export/write-export.ts';
import type { ReaderCall, ReaderQuery, ReaderReply } from './reader-worker.ts';
import type { listActivity } from './views/activity.ts';
import type { PlacedAuditRow } from './views/audit-places.ts';
import type { AuditRow, auditChoices } from './views/audit-rows.ts';
import type { searchMessages } from './views/search.ts';

/** Queries that may take long, on a read-only connection in a worker: the main loop goes on meanwhile. */
export interface Reader {
  search(o: { query: string; chatId?: string | null; before: number | null; limit: number }): Promise<ReturnType<typeof searchMessages>>;
  verifyAudit(): Promise<AuditCheck>;
  auditRows(o: { filter: AuditFilter; before: number | null; limit: number }): Promise<AuditRow[]>;
  /** The same rows with what they are about. */
  placedAuditRows(o: { filter: AuditFilter; before: number | null; limit: number }): Promise<PlacedAuditRow[]>;
  auditChoices(): Promise<ReturnType<typeof auditChoices>>;
  activity(o: { filter: ActivityFilter; before: number | null; limit: number }): Promise<ReturnType<typeof listActivity>>;
  usedTools(): Promise<string[]>;
  /** What is wrong with the database file, in SQLite's words. Rejects when it cannot be read at all. */
  quickCheck(): Promise<string[]>;
  /** Takes as long as there is data; searches wait for it, so it gets a reader of its own. */
  exportAll(job: ExportJob): Promise<ExportOutcome>;
  close(): Promise<void>;
}

const idleMs = 60_000;

interface Call {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}
interface Running {
  readonly worker: Worker;
  /** Asked of this worker and of no other. */
  readonly calls: Map<number, Call>;
}

/** The worker starts with the first query and ends when nobody asked for a minute. */
export const createReader = (o: {
  file: string;
  audit: { readonly key: Uint8Array; readonly anchorsFile: string; readonly logsDir: string } | null;
  log: Log;
}): Reader => {
  let current: Promise<Running> | null = null;
  let nextId = 1;
  let asking = 0;
  let idle: NodeJS.Timeout | undefined;

  const start = async (gone: () => void): Promise<Running> => {
    const { workerUrl, readerJob } = await import('./reader-worker.ts');
    const worker = new Worker(new URL(workerUrl), { workerData: { job: readerJob, file: o.file }, env: {}, execArgv: [] });
    const calls = new Map<number, Call>();
    const fail = (error: unknown): void => {
      gone();
      for (const { reject } of calls.values()) reject(error);
      calls.clear();
    };
    worker.on('message', (reply: ReaderReply) => {
      const call = calls.get(reply.id);
      calls.delete(reply.id);
      if ('error' in reply) call?.reject(new Error(reply.error));
      else call?.resolve(reply.value);
    });
    worker.on('error', (error) => {
      o.log('error', 'the reader failed', { error: messageOf(error) });
      fail(error);
    });
    worker.on('exit', () => fail(new Error('the reader ended')));
    worker.unref();
    return { worker, calls };
  };
  const running = (): Promise<Running> => {
    if (current) return current;
    const mine: Promise<Running> = start(() => {
      if (current === mine) current = null;
    });
    current = mine;
    // Who asked is told; the next question tries again.
    mine.catch(() => {
      if (current === mine) current = null;
    });
    return mine;
  };
  const end = async (): Promise<void> => {
    clearTimeout(idle);
    const ending = current;
    current = null;
    await (await ending)?.worker.terminate();
  };
  const endWhenIdle = (): void => {
    clearTimeout(idle);
    idle = setTimeout(() => {
      if (asking === 0) end().catch((error: unknown) => o.log('error', 'the reader did not end', { error: messageOf(error) }));
    }, idleMs);
    idle.unref();
  };
  const ask = async (query: ReaderQuery): Promise<unknown> => {
    asking++;
    try {
      const { worker, calls } = await running();
      const call: ReaderCall = { id: nextId++, query };
      return await new Promise((resolve, reject) => {
        calls.set(call.id, { resolve, reject });
        worker.postMessage(call);
      });
    } finally {
      asking--;
      endWhenIdle();
    }
  };

  return {
    search: async (query) => (await ask({ kind: 'search', ...query })) as ReturnType<typeof searchMessages>,
    verifyAudit: async () => {
      if (o.audit === null) throw new Error('this reader cannot verify the audit log');
      return (await ask({ kind: 'verify-audit', ...o.audit })) as AuditCheck;
    },
    auditRows: async (query) => (await ask({ kind: 'audit', ...query })) as AuditRow[],
    placedAuditRows: async (query) => (await ask({ kind: 'placed-audit', ...query })) as PlacedAuditRow[],
    auditChoices: async () => (await ask({ kind: 'audit-choices' })) as ReturnType<typeof auditChoices>,
    exportAll: async (job) => (await ask({ kind: 'export', ...job })) as ExportOutcome,
    activity: async (query) => (await ask({ kind: 'activity', ...query })) as ReturnType<typeof listActivity>,
    usedTools: async () => (await ask({ kind: 'used-tools' })) as string[],
    quickCheck: async () => (await ask({ kind: 'quick-check' })) as string[],
    close: end,
  };
};
