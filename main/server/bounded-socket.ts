import type { WebSocket } from 'ws';
import type { ClientWire } from './serve-client.ts';

const mostUnsentBytes = 16 * 1024 * 1024;

/**
 * A socket whose unsent bytes have a limit: a client that does not read is cut off at the send that goes beyond it, and
 * `onCut` is told. It reconnects and begins anew.
 */
export const boundedSocket = (ws: WebSocket, onCut: (unsentBytes: number) => void): ClientWire => ({
  addEventListener: ws.addEventListener.bind(ws) as ClientWire['addEventListener'],
  send(data) {
    if (ws.readyState !== ws.OPEN) return;
    ws.send(data as Parameters<WebSocket['send']>[0]);
    if (ws.bufferedAmount <= mostUnsentBytes) return;
    onCut(ws.bufferedAmount);
    ws.terminate();
  },
});
