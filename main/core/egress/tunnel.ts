import { connect, isIP, type Socket } from 'node:net';
import type { OwnAddress } from './addresses.ts';
import { type FirstWords, readClientHello, readRequestHost } from './client-hello.ts';
import { EgressError } from './egress-error.ts';
import { checkedAddresses, isAllowed, parseTarget, type Resolve, type Target } from './target.ts';

export type NetworkMode = 'off' | 'allow-list' | 'open';
/** A connection to the outside that was allowed. */
export interface OutsideConnection {
  readonly incoming: AsyncIterable<Uint8Array>;
  /** Resolves when there is room for more. Rejects when the connection is over. */
  send(bytes: Uint8Array): Promise<void>;
  close(): void;
}
export type TunnelOutcome =
  | { readonly ok: true; readonly connection: OutsideConnection }
  | { readonly ok: false; readonly code: string; readonly message: string };

export interface TunnelDeps {
  readonly mode: () => NetworkMode;
  /** Names that the owner allowed, with the forms of `isAllowed`. */
  readonly allowed: () => readonly string[];
  readonly resolve?: Resolve;
  readonly own?: () => readonly OwnAddress[];
  readonly connect?: (address: string, port: number) => Socket;
  /** One row for each attempt; the number names it in `amend`. */
  readonly note: (row: { host: string; port: number; address: string | null; outcome: string }) => number;
  readonly amend: (row: number, change: { outcome?: string; sentBytes: number; receivedBytes: number }) => void;
  readonly connectMs?: number;
}

const encryptedPorts = new Set([443, 8443]);
const firstWordsMost = 64 * 1024;
const defaultConnectMs = 10_000;

/**
 * A connection that a sandbox asks for. The name is looked up here, every address is checked, the socket is made to one that
 * was checked, and the first words have to name the same host. Never rejects; every attempt leaves a row.
 */
export const openTunnel = async (deps: TunnelDeps, asked: { host: string; port: number }, signal: AbortSignal): Promise<TunnelOutcome> => {
  let address: string | null = null;
  const refused = (code: string, message: string): TunnelOutcome => {
    deps.note({ host: shown(asked.host), port: asked.port, address, outcome: code });
    return { ok: false, code, message };
  };
  try {
    if (deps.mode() === 'off')
      return refused('network-off', 'the network is off for this workspace; its owner can allow it in the sandbox panel');
    const target = targetOf(asked);
    const allowed = deps.mode() === 'open' ? ['*'] : deps.allowed();
    if (!isAllowed(target.host, allowed))
      return refused('not-allowed', `${target.host} is not among the hosts of this workspace; its owner can allow it in the sandbox panel`);
    const checks = { trusted: false, allowed: ['*'], resolve: deps.resolve, own: deps.own };
    const addresses = await checkedAddresses(target, checks, (bad) => {
      address = bad;
    });
    address = addresses[0] ?? null;
    const socket = await reach(deps, { addresses, port: target.port }, signal);
    address = socket.remoteAddress ?? address;
    const row = deps.note({ host: target.host, port: target.port, address, outcome: 'connected' });
    return { ok: true, connection: gated(deps, { socket, target, row }) };
  } catch (error) {
    if (error instanceof EgressError) return refused(error.code, error.message);
    return refused('unreachable', `${shown(asked.host)} could not be reached`);
  }
};

/** Throws EgressError for what is no host and port; a name ends without its dot, and numbers are as everybody writes them. */
const targetOf = ({ host, port }: { host: string; port: number }): Target => {
  if (!/^(\[[0-9a-fA-F:.]+\]|[^\s/?#@\\:[\]]+)$/.test(host) || port < 1 || port > 65_535)
    throw new EgressError('bad-url', 'this is not a host and a port');
  const target = parseTarget(`http://${host}:${port}/`);
  const name = target.host.replace(/\.$/, '');
  if (name === '') throw new EgressError('bad-url', 'this is not a host and a port');
  return { ...target, host: name, port };
};

const shown = (host: string): string => host.slice(0, 255);

/** A socket to the first of the checked addresses that answers. */
const reach = async (deps: TunnelDeps, to: { addresses: readonly string[]; port: number }, signal: AbortSignal): Promise<Socket> => {
  let last: unknown = new EgressError('unreachable', 'no address answered');
  for (const address of to.addresses) {
    signal.throwIfAborted();
    const socket = deps.connect?.(address, to.port) ?? connect({ host: address, port: to.port, noDelay: true });
    try {
      await connected(socket, deps.connectMs ?? defaultConnectMs, signal);
      return socket;
    } catch (error) {
      socket.destroy();
      last = error;
    }
  }
  throw last instanceof EgressError ? last : new EgressError('unreachable', 'no address of it answered', { cause: last });
};

const connected = (socket: Socket, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    const timer = setTimeout(() => reject(new EgressError('timeout', `no answer within ${ms / 1000} s`)), ms);
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    };
    signal.addEventListener('abort', stop, { once: true });
    socket.once('connect', () => {
      finish();
      resolve();
    });
    socket.once('error', (error) => {
      finish();
      reject(error);
    });
  });

/** Nothing is passed on before the first words were understood and name the host that was allowed. */
const gated = (deps: TunnelDeps, to: { socket: Socket; target: Target; row: number }): OutsideConnection => {
  const { socket, target, row } = to;
  let held: Buffer | null = Buffer.alloc(0);
  let sentBytes = 0;
  let receivedBytes = 0;
  let refusal: string | undefined;
  socket.on('error', () => {}); // the reader sees the end
  socket.once('close', () => deps.amend(row, { sentBytes, receivedBytes, ...(refusal === undefined ? {} : { outcome: refusal }) }));
  const pass = (bytes: Uint8Array): Promise<void> => {
    sentBytes += bytes.length;
    return socket.write(bytes) ? Promise.resolve() : roomIn(socket);
  };
  return {
    incoming: (async function* () {
      try {
        for await (const chunk of socket as AsyncIterable<Buffer>) {
          receivedBytes += chunk.length;
          yield chunk;
        }
      } catch {
        // A connection that breaks is an end.
      }
    })(),
    send: async (bytes) => {
      if (socket.destroyed) throw new Error('the connection is over');
      if (held === null) return pass(bytes);
      held = Buffer.concat([held, bytes]);
      const words = encryptedPorts.has(target.port) ? readClientHello(held) : readRequestHost(held);
      if (words.kind === 'more' && held.length <= firstWordsMost) return;
      const fault = faultOf(words, target);
      if (fault !== null) {
        refusal = fault;
        socket.destroy();
        throw new Error(fault);
      }
      const first = held;
      held = null;
      return pass(first);
    },
    close: () => void socket.destroy(),
  };
};

const faultOf = (words: FirstWords, { host, port }: Target): string | null => {
  const isEncrypted = encryptedPorts.has(port);
  if (words.kind !== 'named') return isEncrypted ? 'not-tls' : 'not-http';
  // An address has no name to send.
  if (words.host === null) return isIP(host) !== 0 ? null : isEncrypted ? 'sni-missing' : 'host-missing';
  if (words.host.replace(/\.$/, '') === host) return null;
  return isEncrypted ? 'sni-mismatch' : 'host-mismatch';
};

const roomIn = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    const go = (): void => {
      socket.off('drain', go);
      socket.off('close', go);
      resolve();
    };
    socket.on('drain', go);
    socket.on('close', go);
  });
