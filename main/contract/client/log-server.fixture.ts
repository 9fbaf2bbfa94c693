import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws';
import { contract } from '../ui/contract.ts';
import type { WatchItem } from '../ui/watch.ts';

/** A real websocket server with a numbered log, which can cut its sockets, trim its log and boot again. For tests. */
export interface LogServer {
  readonly url: string;
  append(): number;
  /** The next sockets end after so many sent frames; null = never. */
  cutAfterFrames(next: () => number | null): void;
  cutAll(): void;
  /** Accepts nothing more until it is called with false. */
  refuse(refused: boolean): void;
  /** Sockets stay open but nothing is answered any more. */
  mute(): void;
  signOut(): void;
  trimTo(floor: number): void;
  boot(): void;
  readonly sockets: () => number;
  readonly opened: () => number;
  readonly head: () => number;
  close(): Promise<void>;
}

export const startLogServer = async (): Promise<LogServer> => {
  let bootId = 'boot-1';
  let boots = 1;
  let head = 0;
  let floor = 0;
  let opened = 0;
  let refused = false;
  let signedOut = false;
  const muted = new WeakSet<ServerSocket>();
  let framesUntilCut: () => number | null = () => null;
  const waiters = new Set<() => void>();
  const wake = (): void => {
    for (const waiter of [...waiters]) waiter();
    waiters.clear();
  };
  const eventAt = (seq: number): WatchItem => ({ type: 'event', seq, topic: 'message', entityId: `m${seq}`, chatId: 'c1', payload: {} });

  const os = implement(contract);
  const watch = os.host.watch.handler(async function* ({ input, signal }) {
    const boot = bootId;
    const { since } = input;
    const known = since !== null && since.bootId === boot && since.seq >= floor;
    let sent = known ? since.seq : head;
    yield { type: known || since === null ? 'hello' : 'reset', bootId: boot, seq: head };
    while (!signal?.aborted && boot === bootId) {
      while (sent < head) {
        sent += 1;
        yield eventAt(sent);
      }
      await new Promise<void>((resolve) => {
        waiters.add(resolve);
        signal?.addEventListener('abort', () => resolve());
      });
    }
  });
  const openLink = os.host.openLink.handler(() => ({ url: 'http://127.0.0.1/' }));
  const handler = new RPCHandler({ host: { watch, openLink } });

  const sockets = new Set<ServerSocket>();
  const http = createServer();
  const wss = new WebSocketServer({ server: http });
  wss.on('connection', (socket) => {
    opened += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    if (signedOut) return socket.close(4401);
    if (refused) return socket.terminate();
    let left = framesUntilCut();
    const send = socket.send.bind(socket);
    socket.send = ((data: Parameters<typeof send>[0]) => {
      if (muted.has(socket)) return;
      if (left !== null) {
        left -= 1;
        if (left < 0) return socket.terminate();
      }
      send(data);
    }) as typeof socket.send;
    void handler.upgrade(socket);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const cutAll = (): void => {
    for (const socket of sockets) socket.terminate();
  };
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/rpc`,
    append() {
      head += 1;
      wake();
      return head;
    },
    cutAfterFrames(next) {
      framesUntilCut = next;
    },
    cutAll,
    refuse(value) {
      refused = value;
      if (value) cutAll();
    },
    mute() {
      for (const socket of sockets) muted.add(socket);
    },
    signOut() {
      signedOut = true;
      cutAll();
    },
    trimTo(next) {
      floor = next;
    },
    boot() {
      boots += 1;
      bootId = `boot-${boots}`;
      floor = head;
      wake();
      cutAll();
    },
    sockets: () => sockets.size,
    opened: () => opened,
    head: () => head,
    async close() {
      cutAll();
      wake();
      wss.close();
      http.close();
      await once(http, 'close');
    },
  };
};
