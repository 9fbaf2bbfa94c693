import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../ui/contract.ts';

export type HostClient = ContractRouterClient<Contract>;

/** A client over one websocket that is already open (or opening). It does not reconnect: see reconnect.ts. */
export const clientOver = (socket: Pick<WebSocket, 'addEventListener' | 'removeEventListener' | 'send' | 'readyState'>): HostClient =>
  createORPCClient(new SocketLink({ websocket: socket }));

/** A client over a MessagePort whose other end a shell serves. The port is started by the caller. */
export const clientOverPort = (port: ConstructorParameters<typeof PortLink>[0]['port']): HostClient =>
  createORPCClient(new PortLink({ port }));
