import { RPCHandler } from '@orpc/server/bun-ws';
import type { ShellContext } from '#core/api/api.ts';
import type { Host } from '#core/app/create-host.ts';

/** Where calls of one client come from: a socket, or a port made to look like one. */
export interface ClientWire {
  send(data: unknown): void;
  addEventListener(name: 'message', heard: (event: { data: unknown }) => void): void;
  addEventListener(name: 'close', heard: () => void): void;
}
export type ClientHandler = RPCHandler<ShellContext>;

// The library's own way for this one writes each frame that it cannot read to the terminal, with its stack; this one hands the fault over.
export const clientHandler = (api: Host['api'], options?: ConstructorParameters<typeof RPCHandler<ShellContext>>[1]): ClientHandler =>
  new RPCHandler<ShellContext>(api, options);

/** Answers the calls of one client. The first thing that it sends and nobody can read is told; the rest of its life, no more of it. */
export const serveClient = (handler: ClientHandler, wire: ClientWire, o: { context: ShellContext; log: Host['log'] }): void => {
  const socket = {
    send(data: unknown): number {
      wire.send(data);
      return 0;
    },
  };
  let isTold = false;
  const read = async (data: unknown): Promise<void> => {
    try {
      await handler.message(socket, data as string | ArrayBufferView, { context: o.context });
    } catch (error) {
      if (isTold) return;
      isTold = true;
      o.log('warn', 'a client sent what cannot be read', {
        surface: o.context.surface,
        error: error instanceof Error ? error.name : 'none',
      });
    }
  };
  wire.addEventListener('message', ({ data }) => void read(data));
  wire.addEventListener('close', () => handler.close(socket));
};
