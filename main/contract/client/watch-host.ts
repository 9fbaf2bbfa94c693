import type { WatchItem, WatchPosition } from '../ui/watch.ts';
import { type Backoff, backoffMs } from './backoff.ts';
import type { HostConnection } from './reconnect.ts';

export type HostEvent = Extract<WatchItem, { type: 'event' }>;
export type TextDelta = Extract<WatchItem, { type: 'delta' }>;

/** None of these may throw. */
export interface WatchHandlers {
  /** At the start and after a gap that cannot be filled: everything shown must be fetched again. Events after `position` follow. */
  readonly onSync: (position: WatchPosition) => void;
  /** Each event once, in order. */
  readonly onEvent: (event: HostEvent) => void;
  /** Text may be missing after a lost connection: compare the offset with what is there. */
  readonly onDelta: (delta: TextDelta) => void;
  /** The stream ended although the socket lives; it is opened again after a wait. */
  readonly onFault?: (error: unknown) => void;
}

export interface WatchOptions {
  readonly backoff?: Partial<Backoff>;
}

/** Keeps one watch stream over `connection` until the signal: no event is lost, none comes twice. Resolves at the end; never rejects. */
export const watchHost = async (
  connection: HostConnection,
  handlers: WatchHandlers,
  options: WatchOptions,
  signal: AbortSignal,
): Promise<void> => {
  const backoff: Backoff = { minMs: 250, maxMs: 8_000, random: Math.random, ...options.backoff };
  let position: WatchPosition | null = null;
  let faults = 0;

  const sync = (at: WatchPosition): void => {
    position = at;
    handlers.onSync(at);
  };
  const take = (item: WatchItem): void => {
    switch (item.type) {
      case 'hello':
        if (position === null || position.bootId !== item.bootId) sync({ bootId: item.bootId, seq: item.seq });
        return;
      case 'reset':
        return sync({ bootId: item.bootId, seq: item.seq });
      case 'delta':
        return handlers.onDelta(item);
      case 'event':
        if (position === null || item.seq <= position.seq) return;
        position = { bootId: position.bootId, seq: item.seq };
        return handlers.onEvent(item);
      default:
        item satisfies never;
    }
  };

  while (!signal.aborted) {
    if (!(await untilOpen(connection, signal))) return;
    try {
      const items = await connection.client.host.watch({ since: position }, { signal });
      for await (const item of items) {
        faults = 0;
        take(item);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (connection.state().phase === 'open') handlers.onFault?.(error);
    }
    // The close of the socket may arrive a moment after the end of the stream: one wait covers both.
    await pause(backoffMs(faults, backoff), connection, signal);
    faults += 1;
  }
};

/** Resolves with false when it will never be open. */
const untilOpen = (connection: HostConnection, signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => {
    const settle = (open: boolean): void => {
      stop();
      signal.removeEventListener('abort', aborted);
      resolve(open);
    };
    const look = (): void => {
      const { phase } = connection.state();
      if (phase === 'open') settle(true);
      else if (phase === 'closed') settle(false);
    };
    const aborted = (): void => settle(false);
    const stop = connection.subscribe(look);
    signal.addEventListener('abort', aborted);
    if (signal.aborted) settle(false);
    else look();
  });

/** Ends early when the connection changes: a new socket needs no wait. */
const pause = (ms: number, connection: HostConnection, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const settle = (): void => {
      clearTimeout(timer);
      stop();
      signal.removeEventListener('abort', settle);
      resolve();
    };
    const timer = setTimeout(settle, ms);
    const stop = connection.subscribe(settle);
    signal.addEventListener('abort', settle);
    if (signal.aborted || connection.state().phase !== 'open') settle();
  });
