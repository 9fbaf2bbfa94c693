/** One long work for all who wait for the same: it is begun once, told to everyone, and ends when the last has left. */
export interface SharedJob<P, T> {
  /** Progress as it comes (the latest at least every `everyMs`), then the outcome. Leaving it early is leaving the work. */
  join(key: string, signal: AbortSignal): AsyncIterable<{ progress: P } | { outcome: T }>;
}

interface Running<P, T> {
  readonly outcome: Promise<T>;
  readonly abort: AbortController;
  latest: P | null;
  waiting: number;
}

export const createSharedJob = <P, T>(
  begin: (key: string, told: (progress: P) => void, signal: AbortSignal) => Promise<T>,
  everyMs: number,
): SharedJob<P, T> => {
  const running = new Map<string, Running<P, T>>();

  const jobFor = (key: string): Running<P, T> => {
    const found = running.get(key);
    if (found !== undefined) return found;
    const abort = new AbortController();
    const told = (progress: P): void => {
      job.latest = progress;
    };
    const outcome = begin(key, told, abort.signal).finally(() => running.delete(key));
    outcome.catch(() => {}); // told to whoever still waits
    const job: Running<P, T> = { outcome, abort, latest: null, waiting: 0 };
    running.set(key, job);
    return job;
  };

  return {
    join: async function* (key, signal) {
      const job = jobFor(key);
      job.waiting++;
      let leave: () => void = () => {};
      const left = new Promise<'left'>((resolve) => (leave = () => resolve('left')));
      signal.addEventListener('abort', leave, { once: true });
      if (signal.aborted) leave();
      try {
        for (;;) {
          const next = await Promise.race([job.outcome.then((outcome) => ({ outcome })), left, tick(everyMs)]);
          if (next === 'left') {
            if (job.waiting > 1) return;
            job.abort.abort();
            yield { outcome: await job.outcome };
            return;
          }
          if (next !== 'tick') {
            yield next;
            return;
          }
          if (job.latest !== null) yield { progress: job.latest };
        }
      } finally {
        job.waiting--;
        signal.removeEventListener('abort', leave);
        if (job.waiting === 0) job.abort.abort();
      }
    },
  };
};

const tick = (ms: number): Promise<'tick'> => new Promise((resolve) => setTimeout(() => resolve('tick'), ms));
