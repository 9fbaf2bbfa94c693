import type { RPCHandler as PortHandler } from '@orpc/server/message-port';
import { RPCHandler } from '@orpc/server/ws';
import type { ShellContext } from '#core/api/api.ts';
import type { Host } from '#core/app/create-host.ts';

type Port = Parameters<PortHandler<ShellContext>['upgrade']>[0];
type Listener = (event: { data: unknown }) => void;

/** The same API over a MessagePort, for a shell that hands one to its own window. The shell says who calls. */
export const servePort = (host: Pick<Host, 'api'>, port: Port, context: ShellContext): void => {
  // As a socket: the library's own way for ports leaves a message that it cannot read as a rejection of nobody's.
  const socket = {
    send: (data: unknown) => (port as { postMessage(message: unknown): void }).postMessage(data),
    addEventListener(name: 'message' | 'close', listener: Listener) {
      if ('addEventListener' in port) (port as { addEventListener(name: string, heard: Listener): void }).addEventListener(name, listener);
      else (port as { on(name: string, heard: Listener): void }).on(name, listener);
    },
  };
  const handler = new RPCHandler<ShellContext>(host.api);
  void handler.upgrade(socket as unknown as Parameters<typeof handler.upgrade>[0], { context });
};
