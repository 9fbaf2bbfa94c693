import { Worker } from 'node:worker_threads';
import type { Log } from '../base/log.ts';
import type { verifyAudit } from './audit.ts';
import type { ReaderCall, ReaderQuery, ReaderReply } from './reader-worker.ts';
import type { searchMessages } from './views/search.ts';

/** Queries that may take long, on a read-only connection in a worker: the main loop goes on meanwhile. */
export interface Reader {
  search(o: { query: string; before: number | null; limit: number }): Promise<ReturnType<typeof searchMessages>>;
  verifyAudit(): Promise<ReturnType<typeof verifyAudit>>;
  close(): Promise<void>;
}

const idleMs = 60_000;

/** The worker starts with the first query and ends when nobody asked for a minute. */
export const createReader = (o: { file: string; auditKey: Uint8Array; log: Log }): Reader => {
  let worker: Promise<Worker> | null = null;
  let nextId = 1;
  let idle: NodeJS.Timeout | undefined;
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();

  const failAll = (error: unknown): void => {
    worker = null;
    for (const { reject } of open.values()) reject(error);
    open.clear();
  };
  const start = async (): Promise<Worker> => {
    const { workerUrl, readerJob } = await import('./reader-worker.ts');
    const started = new Worker(new URL(workerUrl), { workerData: { job: readerJob, file: o.file }, env: {}, execArgv: [] });
    started.on('message', (reply: ReaderReply) => {
      const call = open.get(reply.id);
      open.delete(reply.id);
      if ('error' in reply) call?.reject(new Error(reply.error));
      else call?.resolve(reply.value);
    });
    started.on('error', (error) => {
      o.log('error', 'the reader failed', { error: error.message });
      failAll(error);
    });
    started.on('exit', () => failAll(new Error('the reader ended')));
    started.unref();
    return started;
  };
  const end = async (): Promise<void> => {
    clearTimeout(idle);
    const running = worker;
    worker = null;
    await (await running)?.terminate();
  };
  const ask = async (query: ReaderQuery): Promise<unknown> => {
    worker ??= start();
    const asked = await worker;
    const call: ReaderCall = { id: nextId++, query };
    const answer = new Promise((resolve, reject) => open.set(call.id, { resolve, reject }));
    asked.postMessage(call);
    clearTimeout(idle);
    idle = setTimeout(() => open.size === 0 && void end(), idleMs);
    idle.unref();
    return answer;
  };

  return {
    search: async (query) => (await ask({ kind: 'search', ...query })) as ReturnType<typeof searchMessages>,
    verifyAudit: async () => (await ask({ kind: 'verify-audit', key: o.auditKey })) as ReturnType<typeof verifyAudit>,
    close: end,
  };
};
