import { Worker } from 'node:worker_threads';
import type { PageRequest, PageText } from './read.ts';

export type PageOutcome = (PageText & { readonly whole: boolean }) | null;
export interface PageReader {
  /** The text of a page; `whole` is false when reading was ended early; null when nothing could be read in time. */
  read(page: PageRequest & { readonly bytes: Uint8Array<ArrayBuffer> }, signal: AbortSignal): Promise<PageOutcome>;
}

const workersMax = 2;

/** Reads pages in workers of their own, with an end to their time and memory, so that no page holds up the host. */
export const createPageReader = (o: { timeoutMs: number; log: (text: string) => void }): PageReader => {
  let free = workersMax;
  const waiting: (() => void)[] = [];
  const enter = async (): Promise<void> => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const exit = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free++;
  };

  return {
    async read(page, signal) {
      await enter();
      try {
        signal.throwIfAborted();
        return await readInWorker(page, o, signal);
      } finally {
        exit();
      }
    },
  };
};

const readInWorker = async (
  page: PageRequest & { readonly bytes: Uint8Array<ArrayBuffer> },
  o: { timeoutMs: number; log: (text: string) => void },
  signal: AbortSignal,
): Promise<PageOutcome> => {
  const { workerUrl, pageJob } = await import('./worker.ts');
  const worker = new Worker(new URL(workerUrl), {
    workerData: { job: pageJob, page },
    transferList: [page.bytes.buffer],
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  });
  let best: PageText | null = null;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const stop = (): void => resolve(false);
  const timer = setTimeout(stop, o.timeoutMs);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  worker.on('message', (text: PageText) => {
    best = text;
  });
  worker.on('error', (error) => {
    o.log(String(error).slice(0, 500));
    resolve(false);
  });
  worker.on('exit', () => resolve(true));
  try {
    const whole = await promise;
    signal.throwIfAborted();
    return best === null ? null : { ...(best as PageText), whole };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
};
