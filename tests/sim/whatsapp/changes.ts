/** Says that a phone may show something else now; once for everything that happens together. */
export const createChanges = () => {
  const listeners = new Set<() => void>();
  let isTold = false;
  return {
    tell(): void {
      if (isTold || listeners.size === 0) return;
      isTold = true;
      setImmediate(() => {
        isTold = false;
        for (const listener of listeners) listener();
      });
    },
    /** Returns what ends it. */
    listen(listener: () => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
export type Changes = ReturnType<typeof createChanges>;
