import { useCallback, useEffect, useRef, useState } from 'react';
import { type FailureDetails, failureDetails, failureText, isLost } from './failure.ts';
import { useConnection } from './host.ts';

export interface Action<A extends readonly unknown[]> {
  readonly run: (...args: A) => Promise<boolean>;
  readonly busy: boolean;
  readonly error: string | null;
  /** How often the same failure came in a row. */
  readonly times: number;
  /** Codes and ids of the failure, for whoever helps. */
  readonly details: FailureDetails;
  readonly clear: () => void;
}

/** A button's call: busy while it runs, the sentence when it failed. `run` resolves with false then and never rejects. */
export const useAction = <A extends readonly unknown[]>(act: (...args: A) => Promise<unknown>): Action<A> => {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [details, setDetails] = useState<FailureDetails>({});
  const repeats = useRef({ text: '', times: 0 });
  const wasLost = useRef(false);
  const isOpen = useConnection().phase === 'open';
  // That the host cannot be reached is not true any more.
  useEffect(() => {
    if (isOpen && wasLost.current) setError(null);
  }, [isOpen]);
  const run = useCallback(
    async (...args: A) => {
      setBusy(true);
      setError(null);
      try {
        await act(...args);
        repeats.current = { text: '', times: 0 };
        return true;
      } catch (failure) {
        const text = failureText(failure);
        repeats.current = { text, times: repeats.current.text === text ? repeats.current.times + 1 : 1 };
        wasLost.current = isLost(failure);
        setDetails(failureDetails(failure));
        setError(text);
        return false;
      } finally {
        setBusy(false);
      }
    },
    [act],
  );
  const clear = useCallback(() => setError(null), []);
  return { run, busy, error, times: repeats.current.times, details, clear };
};
