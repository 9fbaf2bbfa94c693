import type { WatchItem, WatchPosition } from '#contract/ui/watch.ts';
import type { Delta } from '../agent/live-text.ts';
import { createEmitter } from '../base/emitter.ts';
import type { Log } from '../base/log.ts';
import type { Store } from '../store/store.ts';

const batch = 500;
// A client that reads nothing is cut rather than let the host grow.
const longestBacklog = 5_000;

/**
 * The event log and the live text as one stream per client. A client that stands below the floor, ahead of the log or in
 * another boot gets `reset` and refetches.
 */
export const createWatch = (store: Store, bootId: string, log: Log) => {
  const wake = createEmitter<Delta | null>((error) => log('error', 'a watcher failed', { error: String(error) }));
  store.db.onCommit(() => wake.emit(null));

  async function* watch(since: WatchPosition | null, signal: AbortSignal): AsyncGenerator<WatchItem> {
    const deltas: Delta[] = [];
    let overflowed = false;
    let notify: () => void = () => undefined;
    let behind = true;
    const off = wake.on((delta) => {
      if (!delta) behind = true;
      else if (deltas.length < longestBacklog && !overflowed) deltas.push(delta);
      else {
        overflowed = true;
        deltas.length = 0;
      }
      notify();
    });
    const stop = (): void => notify();
    signal.addEventListener('abort', stop);
    try {
      let seq = store.events.last();
      if (since && (since.bootId !== bootId || since.seq < store.events.floor() || since.seq > seq)) yield { type: 'reset', bootId, seq };
      else {
        yield { type: 'hello', bootId, seq: since?.seq ?? seq };
        seq = since?.seq ?? seq;
      }
      while (!signal.aborted) {
        if (overflowed) {
          overflowed = false;
          seq = store.events.last();
          yield { type: 'reset', bootId, seq };
        }
        if (behind) {
          behind = false;
          for (;;) {
            const events = store.events.after(seq, batch);
            for (const event of events) {
              seq = event.seq;
              yield { type: 'event', ...event };
            }
            if (events.length < batch) break;
          }
        }
        while (!overflowed && deltas.length > 0) {
          const delta = deltas.shift();
          if (delta) yield { type: 'delta', ...delta };
        }
        if (behind || overflowed) continue;
        await new Promise<void>((resolve) => {
          notify = resolve;
          if (behind || overflowed || deltas.length > 0 || signal.aborted) resolve();
        });
      }
    } finally {
      off();
      signal.removeEventListener('abort', stop);
    }
  }
  return { watch, delta: (delta: Delta) => wake.emit(delta) };
};
export type Watch = ReturnType<typeof createWatch>;
