import type { MessagePort } from 'node:worker_threads';

/** The byte messages of a port, in order, until a null. */
export async function* portInput(port: MessagePort): AsyncGenerator<Uint8Array> {
  const waiting: (Uint8Array | null)[] = [];
  let wake: () => void = () => {};
  port.on('message', (message: Uint8Array | null) => {
    waiting.push(message);
    wake();
  });
  for (;;) {
    const next = waiting.shift();
    if (next === null) return;
    if (next !== undefined) yield next;
    else await new Promise<void>((resolve) => (wake = resolve));
  }
}
