import { createContext, useCallback, useContext, useState } from 'react';

/** What was opened in a thread. Entries far away leave the page; when they come back they are as they were left. */
export const KeptContext = createContext<Map<string, unknown>>(new Map());

/** A state that stays while the thread is open, whatever comes and goes. The value of a key has one type. */
export const useKept = <T>(key: string, initial: T): readonly [T, (next: T) => void] => {
  const kept = useContext(KeptContext);
  const [value, setValue] = useState<T>(() => (kept.has(key) ? (kept.get(key) as T) : initial));
  const set = useCallback(
    (next: T) => {
      kept.set(key, next);
      setValue(next);
    },
    [kept, key],
  );
  return [value, set];
};
