/** Closes what was opened, last first; every one is closed even when another fails. */
export interface Closers {
  add(name: string, close: () => void | Promise<void>): void;
  closeAll(onError: (name: string, error: unknown) => void): Promise<void>;
}

export const createClosers = (): Closers => {
  const open: { name: string; close: () => void | Promise<void> }[] = [];
  return {
    add: (name, close) => void open.push({ name, close }),
    async closeAll(onError) {
      for (let entry = open.pop(); entry; entry = open.pop()) {
        try {
          await entry.close();
        } catch (error) {
          onError(entry.name, error);
        }
      }
    },
  };
};
