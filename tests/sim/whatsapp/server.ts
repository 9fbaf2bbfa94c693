import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { createAccounts } from './accounts.ts';
import { handleControl } from './control.ts';
import { noFaults } from './faults.ts';
import { createLogins } from './logins.ts';
import { createPhones, type Phone } from './phones.ts';
import { serveSocket } from './session.ts';
import { createTraffic } from './traffic.ts';

/**
 * A simulated WhatsApp Web on this computer: websocket at `/ws/chat`, control port at `/control`. Everything is in memory and
 * belongs to this one server.
 */
export const startWhatsAppSim = async (port = 0) => {
  const faults = noFaults();
  const accounts = createAccounts();
  const problems: string[] = [];
  const failed = (what: string, error: unknown): void => void problems.push(`${what}: ${String(error)}`);
  const traffic = createTraffic({ accounts, faults, sessionOf: (companion) => logins.sessionOf(companion), failed });
  const logins = createLogins({ accounts, faults, traffic, failed, mediaHost: () => `127.0.0.1:${address().port}` });
  const phones = createPhones({ accounts, traffic, logins });

  const http: Server = createServer((request, response) => void handleControl(sim, request, response));
  const sockets = new WebSocketServer({ noServer: true });
  http.on('upgrade', (request, socket, head) => {
    if (faults.refuseUpgrade !== null) {
      socket.end(`HTTP/1.1 ${faults.refuseUpgrade} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) =>
      serveSocket(ws, { ...logins.hooks, isSilent: () => faults.isSilent, failed: (error) => failed('a socket', error) }),
    );
  });
  const address = (): AddressInfo => http.address() as AddressInfo;
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, '127.0.0.1', resolve);
  });

  const sim = {
    url: `ws://127.0.0.1:${address().port}/ws/chat`,
    controlUrl: `http://127.0.0.1:${address().port}/control`,
    faults,
    accounts,
    /** What the server could not do with something the app sent; empty in a healthy run. */
    problems,
    addPerson: (pn: string, name: string): Phone => phones.of(accounts.add(pn, name)),
    phone: (who: string): Phone => phones.of(accounts.must(who)),
    /** Sockets of clients: now, and the most that one device ever had at once. */
    sockets: logins.counts,
    /** Cuts every line. */
    dropAll: logins.dropAll,
    /** Ends every connection with an error of the stream. */
    endAll: logins.endAll,
    async close(): Promise<void> {
      logins.dropAll();
      for (const ws of sockets.clients) ws.terminate();
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
  return sim;
};
export type WhatsAppSim = Awaited<ReturnType<typeof startWhatsAppSim>>;
