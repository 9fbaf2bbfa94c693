/** Counts the bytes a sender may still have on the way (protocol.ts: windowBytes). */
export interface Window {
  /** Resolves when `bytes` may be sent; at once while the window is open. */
  take(bytes: number): Promise<void>;
  /** The receiver has dealt with `bytes`. */
  ack(bytes: number): void;
  /** Opens it for good: whoever waits goes on, and sees for itself that the call is over. */
  release(): void;
}

export const createWindow = (limitBytes: number): Window => {
  let onTheWay = 0;
  let released = false;
  const waiting: { bytes: number; go: () => void }[] = [];
  const admit = (): void => {
    while (waiting.length > 0 && (released || onTheWay < limitBytes)) {
      const next = waiting.shift();
      onTheWay += next?.bytes ?? 0;
      next?.go();
    }
  };
  return {
    take: (bytes) =>
      new Promise((go) => {
        waiting.push({ bytes, go });
        admit();
      }),
    ack: (bytes) => {
      onTheWay = Math.max(0, onTheWay - bytes);
      admit();
    },
    release: () => {
      released = true;
      admit();
    },
  };
};
