import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { AppError } from '../errors.ts';
import { type Backoff, backoffMs } from './backoff.ts';
import type { HostClient } from './connect.ts';
import { type ConnectionState, type LostCause, notSignedInCloseCode } from './connection-state.ts';
import { faceOf } from './socket-face.ts';

export interface HostConnection {
  /** The same object for the life of the connection. While there is no open socket every call rejects with AppError 'no-host'. */
  readonly client: HostClient;
  state(): ConnectionState;
  /** Called after every change of state; returns how to stop. */
  subscribe(listener: () => void): () => void;
  /** Skips the wait before the next try. Does nothing while open, signed out or closed. */
  tryNow(): void;
  /** Asks the host for a sign of life; a socket that does not answer in time is replaced. For a machine that woke up. */
  check(timeoutMs: number): Promise<void>;
  close(): void;
}

export interface ConnectionOptions {
  /** Opens one socket; called for every try. */
  readonly openSocket: () => WebSocket;
  readonly backoff?: Partial<Backoff>;
  readonly connectTimeoutMs?: number;
  /** A socket that stayed open this long makes the next wait short again. */
  readonly stableMs?: number;
  readonly now?: () => number;
}

type Link = SocketLink<Record<never, never>>;

/** Keeps one websocket to the host open until close(). Tries again after 0.25 s to 8 s, for ever. */
export const connectHost = (options: ConnectionOptions): HostConnection => {
  const backoff: Backoff = { minMs: 250, maxMs: 8_000, random: Math.random, ...options.backoff };
  const now = options.now ?? Date.now;
  const listeners = new Set<() => void>();
  let state: ConnectionState = { phase: 'connecting', attempt: 0, cause: null };
  let socket: WebSocket | null = null;
  let link: { readonly over: Link; end(): void } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;

  const become = (next: ConnectionState): void => {
    state = next;
    for (const listener of [...listeners]) listener();
  };

  const drop = (): void => {
    clearTimeout(timer);
    const old = { socket, link };
    socket = null;
    link = null;
    old.link?.end();
    old.socket?.close();
  };

  const lost = (cause: LostCause): void => {
    drop();
    const delayMs = backoffMs(attempt, backoff);
    attempt += 1;
    timer = setTimeout(() => open(cause), delayMs);
    become({ phase: 'waiting', attempt, cause, nextTryAt: now() + delayMs });
  };

  const open = (cause: LostCause | null): void => {
    drop();
    const mine = options.openSocket();
    socket = mine;
    let openedAt: number | null = null;
    // A socket that was dropped still reports its end; only the one in use may change the state.
    const ifMine = (act: () => void) => () => {
      if (socket === mine) act();
    };
    mine.addEventListener(
      'open',
      ifMine(() => {
        clearTimeout(timer);
        openedAt = now();
        become({ phase: 'open' });
      }),
    );
    mine.addEventListener('close', (event) => {
      if (socket !== mine) return;
      if (event.code === notSignedInCloseCode) {
        drop();
        become({ phase: 'signed-out' });
        return;
      }
      if (openedAt !== null && now() - openedAt >= (options.stableMs ?? 5_000)) attempt = 0;
      lost(openedAt === null ? 'unreachable' : 'closed');
    });
    // Every error is followed by a close, which carries the decision.
    mine.addEventListener('error', () => undefined);
    const { face, end } = faceOf(mine);
    link = { over: new SocketLink({ websocket: face }), end };
    timer = setTimeout(() => lost('not-answering'), options.connectTimeoutMs ?? 10_000);
    become({ phase: 'connecting', attempt, cause });
  };

  const call: Link['call'] = async (path, input, callOptions) => {
    const used = link;
    if (!used || state.phase !== 'open') throw new AppError('no-host');
    try {
      return await used.over.call(path, input, callOptions);
    } catch (error) {
      if (error instanceof ORPCError || used === link) throw error;
      throw new AppError('no-host', {}, { cause: error });
    }
  };
  const client: HostClient = createORPCClient({ call });

  open(null);
  return {
    client,
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tryNow() {
      if (state.phase === 'waiting') open(state.cause);
    },
    async check(timeoutMs) {
      const checked = socket;
      if (state.phase !== 'open') return;
      const answered = await client.host.status(undefined, { signal: AbortSignal.timeout(timeoutMs) }).then(
        () => true,
        (error: unknown) => error instanceof ORPCError,
      );
      if (!answered && socket === checked && state.phase === 'open') lost('not-answering');
    },
    close() {
      drop();
      if (state.phase !== 'closed') become({ phase: 'closed' });
      listeners.clear();
    },
  };
};
