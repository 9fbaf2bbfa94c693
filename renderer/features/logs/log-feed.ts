import { useCallback, useEffect, useRef, useState } from 'react';
import type { LogFilter, LogLine } from '#contract/ui/domains/logs.ts';
import { failureText, isLost } from '../../rpc/failure.ts';
import { useConnection, useHost } from '../../rpc/host.ts';

export interface NumberedLine extends LogLine {
  /** Stays the same while the line is shown; earlier lines have smaller ones. */
  readonly key: number;
}
export interface LogFeed {
  readonly lines: readonly NumberedLine[];
  readonly isLoading: boolean;
  readonly isLoadingOlder: boolean;
  readonly hasOlder: boolean;
  readonly missed: number;
  /** Lines that came while the reader had paused. */
  readonly held: number;
  readonly error: string | null;
  readonly loadOlder: () => void;
  /** Reads and follows anew, after an error. */
  readonly again: () => void;
}

const pageLines = 200;
// More than anybody reads; the rest stays in the file.
const mostLines = 5_000;

const empty = {
  lines: [] as readonly NumberedLine[],
  isLoading: true,
  isLoadingOlder: false,
  before: null as string | null,
  missed: 0,
  error: null as string | null,
};

/** The log as one growing list: newest page first, then every line as it is written; earlier ones on demand. */
export const useLogFeed = (filter: LogFilter, isPaused: boolean): LogFeed => {
  const { client } = useHost();
  const { phase } = useConnection();
  const [state, setState] = useState(empty);
  const [held, setHeld] = useState(0);
  const [round, setRound] = useState(0);
  const waiting = useRef<NumberedLine[]>([]);
  const next = useRef({ up: 0, down: 0 });
  const paused = useRef(isPaused);
  const isOpen = phase === 'open';

  const append = useCallback((fresh: readonly NumberedLine[]) => {
    setState((s) => ({ ...s, lines: [...s.lines, ...fresh].slice(-mostLines) }));
  }, []);
  useEffect(() => {
    paused.current = isPaused;
    if (isPaused) return;
    append(waiting.current);
    waiting.current = [];
    setHeld(0);
  }, [isPaused, append]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another round is the same work once more
  useEffect(() => {
    if (!isOpen) return;
    const stop = new AbortController();
    const take = (lines: readonly LogLine[]): void => {
      const fresh = lines.map((line) => ({ ...line, key: next.current.down++ }));
      if (!paused.current) return append(fresh);
      waiting.current = [...waiting.current, ...fresh].slice(-mostLines);
      setHeld(waiting.current.length);
    };
    const run = async (): Promise<void> => {
      try {
        // The stream first, then the page: no line falls between the two; what is in both is shown once.
        const news = await client.logs.follow({ filter }, { signal: stop.signal });
        const page = await client.logs.page({ filter, limit: pageLines }, { signal: stop.signal });
        const lines = page.lines.map((line) => ({ ...line, key: next.current.down++ }));
        const newest = page.lines.at(-1)?.at ?? 0;
        const tail = new Set(page.lines.filter(({ at }) => at === newest).map((line) => JSON.stringify(line)));
        setState({ ...empty, lines, isLoading: false, before: page.before });
        for await (const item of news) {
          if (item.type === 'missed') setState((s) => ({ ...s, missed: s.missed + item.lines }));
          else take(item.lines.filter((line) => line.at > newest || (line.at === newest && !tail.has(JSON.stringify(line)))));
        }
      } catch (error) {
        if (!stop.signal.aborted && !isLost(error)) setState((s) => ({ ...s, isLoading: false, error: failureText(error) }));
      }
    };
    setState((s) => ({ ...empty, lines: s.lines, isLoading: true }));
    waiting.current = [];
    setHeld(0);
    void run();
    return () => stop.abort();
  }, [client, filter, isOpen, append, round]);

  const loadOlder = useCallback(() => {
    const { before, isLoadingOlder, isLoading } = state;
    if (before === null || isLoadingOlder || isLoading) return;
    setState((s) => ({ ...s, isLoadingOlder: true }));
    client.logs.page({ filter, before, limit: pageLines }).then(
      (page) => {
        next.current.up -= page.lines.length;
        const older = page.lines.map((line, n) => ({ ...line, key: next.current.up + n }));
        setState((s) => ({ ...s, lines: [...older, ...s.lines], before: page.before, isLoadingOlder: false }));
      },
      (error: unknown) => setState((s) => ({ ...s, isLoadingOlder: false, error: isLost(error) ? null : failureText(error) })),
    );
  }, [client, filter, state]);

  const { before, ...shown } = state;
  return { ...shown, hasOlder: before !== null, held, loadOlder, again: () => setRound((n) => n + 1) };
};
