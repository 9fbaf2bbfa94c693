export type LogNews = { readonly type: 'lines'; readonly lines: string[] } | { readonly type: 'missed'; readonly lines: number };

// What a reader that is too slow may let lie; more is counted instead of kept.
const mostWaiting = 2_000;
const batchMs = 100;

/** New lines that `wants` takes, in batches, until `signal`. A slow reader never makes the host grow: it is told what it missed. */
export async function* followLog(
  onLine: (listener: (line: string) => void) => () => void,
  wants: (line: string) => boolean,
  signal: AbortSignal,
): AsyncGenerator<LogNews> {
  let waiting: string[] = [];
  let missed = 0;
  let wake = (): void => undefined;
  const off = onLine((line) => {
    if (!wants(line)) return;
    if (waiting.length < mostWaiting) waiting.push(line);
    else missed++;
    wake();
  });
  const stop = (): void => wake();
  signal.addEventListener('abort', stop);
  try {
    while (!signal.aborted) {
      if (waiting.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      if (signal.aborted) return;
      // Lines come in bursts: one message for each of them would be more work than the log itself.
      await new Promise<void>((resolve) => setTimeout(resolve, batchMs));
      const lines = waiting;
      waiting = [];
      yield { type: 'lines', lines };
      if (missed === 0) continue;
      const lost = missed;
      missed = 0;
      yield { type: 'missed', lines: lost };
    }
  } finally {
    off();
    signal.removeEventListener('abort', stop);
  }
}
