import { useCallback, useState } from 'react';
import { failureText } from './failure.ts';

export interface Action<A extends readonly unknown[]> {
  readonly run: (...args: A) => Promise<boolean>;
  readonly busy: boolean;
  readonly error: string | null;
  readonly clear: () => void;
}

/** A button's call: busy while it runs, the sentence when it failed. `run` resolves with false then and never rejects. */
export const useAction = <A extends readonly unknown[]>(act: (...args: A) => Promise<unknown>): Action<A> => {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const run = useCallback(
    async (...args: A) => {
      setBusy(true);
      setError(null);
      try {
        await act(...args);
        return true;
      } catch (failure) {
        setError(failureText(failure));
        return false;
      } finally {
        setBusy(false);
      }
    },
    [act],
  );
  const clear = useCallback(() => setError(null), []);
  return { run, busy, error, clear };
};
