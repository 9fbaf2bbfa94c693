import { RPCHandler } from '@orpc/server/message-port';
import type { ShellContext } from '#core/api/api.ts';
import type { Host } from '#core/app/create-host.ts';

/** The same API over a MessagePort, for a shell that hands one to its own window. The shell says who calls. */
export const servePort = (
  host: Pick<Host, 'api'>,
  port: Parameters<RPCHandler<ShellContext>['upgrade']>[0],
  context: ShellContext,
): void => {
  new RPCHandler<ShellContext>(host.api).upgrade(port, { context });
};
