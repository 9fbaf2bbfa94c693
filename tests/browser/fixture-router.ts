import { implement } from '@orpc/server';
import { contract } from '#contract/ui/contract.ts';
import type { WatchItem } from '#contract/ui/watch.ts';
import { chatRoutes } from './fixture-chats.ts';
import { deputyRoutes } from './fixture-deputy.ts';
import { failure } from './fixture-faults.ts';
import type { FixtureHost, FixtureLog } from './fixture-host.ts';
import { linkRoutes } from './fixture-links.ts';
import { type LogTap, overviewRoutes } from './fixture-overview.ts';
import { securityRoutes } from './fixture-security.ts';
import { sendingRoutes } from './fixture-sending.ts';
import { setupRoutes } from './fixture-setup.ts';
import { statusOf } from './fixture-state.ts';

async function* watch(
  log: FixtureLog,
  since: { bootId: string; seq: number } | null,
  signal: AbortSignal | undefined,
): AsyncGenerator<WatchItem> {
  const queue: WatchItem[] = [];
  let wake: () => void = () => undefined;
  const listener = (item: WatchItem): void => {
    queue.push(item);
    wake();
  };
  const isKnown = since !== null && since.bootId === log.bootId && since.seq >= log.floor;
  queue.push({ type: isKnown || since === null ? 'hello' : 'reset', bootId: log.bootId, seq: log.events.length });
  if (isKnown) queue.push(...log.events.slice(since.seq));
  log.listeners.add(listener);
  try {
    while (!signal?.aborted) {
      const item = queue.shift();
      if (item) {
        yield item;
        continue;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
        signal?.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  } finally {
    log.listeners.delete(listener);
  }
}

/** The contract over the fixture's state. Calls that no page makes are left out. */
export const createFixtureRouter = (host: FixtureHost, log: FixtureLog, taps: Set<LogTap>) => {
  const os = implement(contract);
  const { state } = host;
  return {
    ...overviewRoutes(state, taps),
    ...setupRoutes(host),
    ...linkRoutes(host),
    ...sendingRoutes(host),
    ...securityRoutes(host),
    ...deputyRoutes(),
    ...chatRoutes(host, log),
    host: {
      status: os.host.status.handler(() => statusOf(state, log.bootId)),
      pause: os.host.pause.handler(({ input }) => {
        state.paused = input.paused;
        host.emit('host', 'pause', { chatId: null });
        return { paused: state.paused };
      }),
      watch: os.host.watch.handler(({ input, signal }) => watch(log, input.since, signal)),
    },
    emergency: {
      get: os.emergency.get.handler(() => state.emergency),
      stop: os.emergency.stop.handler(() => {
        state.emergency = { ...state.emergency, on: { at: Date.now() - 60_000, by: 'You', isKept: true } };
        host.emit('host', 'emergency', { chatId: null });
        return { turns: 1, frozen: 1, ended: 0 };
      }),
      release: os.emergency.release.handler(({ input }) => {
        if (state.emergency.held.some(({ id }) => !input.seen.includes(id)))
          throw failure('emergency-more-held', 'Nothing was released: 1 more have come since the list was shown.');
        state.released = { seen: input.seen, drop: input.drop };
        state.emergency = { on: null, held: [] };
        host.emit('host', 'emergency', { chatId: null });
        return state.emergency;
      }),
    },
    vault: {
      unlock: os.vault.unlock.handler(() => {
        state.vault = 'ready';
        return { state: 'ready' as const };
      }),
    },
  };
};
