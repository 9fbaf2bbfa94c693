import type { RPCHandler as PortHandler } from '@orpc/server/message-port';
import type { ShellContext } from '#core/api/api.ts';
import type { Host } from '#core/app/create-host.ts';
import { clientHandler, serveClient } from './serve-client.ts';

type Port = Parameters<PortHandler<ShellContext>['upgrade']>[0];
type Listener = (event: { data: unknown }) => void;

/** The same API over a MessagePort, for a shell that hands one to its own window. The shell says who calls. */
export const servePort = (host: Pick<Host, 'api' | 'log'>, port: Port, context: ShellContext): void => {
  // As a socket: the library's own way for ports leaves a message that it cannot read as a rejection of nobody's.
  const wire = {
    send: (data: unknown) => (port as { postMessage(message: unknown): void }).postMessage(data),
    addEventListener(name: 'message' | 'close', listener: Listener) {
      if ('addEventListener' in port) (port as { addEventListener(name: string, heard: Listener): void }).addEventListener(name, listener);
      else (port as { on(name: string, heard: Listener): void }).on(name, listener);
    },
  };
  serveClient(clientHandler(host.api), wire as Parameters<typeof serveClient>[1], { context, log: host.log });
};
