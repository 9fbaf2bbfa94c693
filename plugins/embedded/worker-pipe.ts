import type { Worker } from 'node:worker_threads';

/** The byte pipe to a worker: messages are bytes, null ends the input. Ends when the worker has exited. */
export async function* openWorker(worker: Worker, input: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const waiting: Uint8Array[] = [];
  let isGone = false;
  let wake: () => void = () => {};
  const receive = (bytes: Uint8Array): void => {
    waiting.push(bytes);
    wake();
  };
  const exit = (): void => {
    isGone = true;
    wake();
  };
  const close = (): void => worker.postMessage(null);
  worker.on('message', receive);
  worker.once('exit', exit);
  signal.addEventListener('abort', close, { once: true });
  void (async () => {
    for await (const bytes of input) worker.postMessage(bytes);
    close();
  })();
  try {
    for (;;) {
      const next = waiting.shift();
      if (next !== undefined) yield next;
      else if (isGone || worker.threadId === -1) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    worker.off('message', receive);
    worker.off('exit', exit);
    signal.removeEventListener('abort', close);
  }
}
