/** Events on their way to whoever iterates; unbounded, because the journal keeps what matters. Ends when closed. */
export const createEventQueue = <T>() => {
  const waiting: T[] = [];
  let wake: (() => void) | null = null;
  let closed = false;
  return {
    push(event: T): void {
      if (closed) return;
      waiting.push(event);
      wake?.();
    },
    close(): void {
      closed = true;
      wake?.();
    },
    async *drain(): AsyncGenerator<T> {
      while (!closed) {
        const next = waiting.shift();
        if (next !== undefined) {
          yield next;
          continue;
        }
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        if (waiting.length === 0 && !closed) await promise;
        wake = null;
      }
    },
  };
};
export type EventQueue<T> = ReturnType<typeof createEventQueue<T>>;
