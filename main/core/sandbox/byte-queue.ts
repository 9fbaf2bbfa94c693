/** Bytes pushed on one side, iterated on the other. One reader. */
export interface ByteQueue extends AsyncIterable<Uint8Array> {
  push(bytes: Uint8Array): void;
  /** The reader gets what is queued, then the end. */
  end(): void;
}

export const createByteQueue = (): ByteQueue => {
  const waiting: Uint8Array[] = [];
  let ended = false;
  let wake: () => void = () => {};
  return {
    push: (bytes) => {
      if (ended) return;
      waiting.push(bytes);
      wake();
    },
    end: () => {
      ended = true;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const next = waiting.shift();
        if (next !== undefined) yield next;
        else if (ended) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
};
