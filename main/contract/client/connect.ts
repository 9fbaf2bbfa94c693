import { createORPCClient } from '@orpc/client';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../ui/contract.ts';

export type HostClient = ContractRouterClient<Contract>;

/** A client over one websocket that is already open (or opening). It does not reconnect: see reconnect.ts. */
export const clientOver = (socket: Pick<WebSocket, 'addEventListener' | 'removeEventListener' | 'send' | 'readyState'>): HostClient =>
  createORPCClient(new SocketLink({ websocket: socket }));
