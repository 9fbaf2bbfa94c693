import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { createAccounts } from './accounts.ts';
import { createAppReceipts } from './app-receipts.ts';
import { createChanges } from './changes.ts';
import { handleControl } from './control.ts';
import { noFaults } from './faults.ts';
import { createAppTraffic } from './from-apps.ts';
import { createPhoneSender } from './from-phones.ts';
import { createGroupChanges } from './group-changes.ts';
import { createGroups, type Group } from './groups.ts';
import { createLogins, type StreamError } from './logins.ts';
import { type SentFile, startMedia } from './media.ts';
import { answerMediaRetry } from './media-retry.ts';
import type { Node } from './nodes.ts';
import { createPhones, type Phone } from './phones.ts';
import { createPresence } from './presence.ts';
import { createQueues } from './queues.ts';
import { serveSocket } from './session.ts';

/**
 * A simulated WhatsApp Web on this computer: websocket at `/ws/chat`, control port at `/control`. Everything is in memory and
 * belongs to this one server.
 */
export const startWhatsAppSim = async (port = 0) => {
  const faults = noFaults();
  const accounts = createAccounts();
  const problems: string[] = [];
  const failed = (what: string, error: unknown): void => void problems.push(`${what}: ${String(error)}`);
  const groups = createGroups();
  const changes = createChanges();
  const places = { accounts, groups, changes };
  const queues = createQueues({ faults, sessionOf: (companion) => logins.sessionOf(companion) });
  const groupChanges = createGroupChanges({ groups, queues, changes });
  const sender = createPhoneSender({ ...places, queues });
  const media = await startMedia();
  /** What phones still have of the files they sent, by message. */
  const keptFiles = new Map<string, Uint8Array>();
  const mediaRetry = (stanza: Node): Node | null => answerMediaRetry(stanza, accounts, media, keptFiles);
  const apps = createAppTraffic({ ...places, queues, faults, phones: sender, failed });
  const receipts = createAppReceipts({ ...places, queues, phones: sender, mediaRetry });
  const presence = createPresence({ ...places, queues });
  const logins = createLogins({
    ...places,
    groupChanges,
    queues,
    faults,
    phones: sender,
    apps,
    receipts,
    presence,
    failed,
    mediaHost: () => media.host,
  });
  const phones = createPhones({ ...places, groupChanges, sender, presence, logins });

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
    media,
    /** Somebody sends a file from a phone, which keeps it. Returns the message's id. */
    async sendFile(who: string, to: string, file: SentFile): Promise<string> {
      const id = await phones.of(accounts.must(who)).send(to, media.message(file));
      keptFiles.set(id, file.content);
      return id;
    },
    /** The phone has it, or does not have it any more. */
    findFile: (id: string, content: Uint8Array): void => void keptFiles.set(id, content),
    loseFile: (id: string): void => void keptFiles.delete(id),
    accounts,
    /** What the server could not do with something the app sent; empty in a healthy run. */
    problems,
    addPerson: (pn: string, name: string): Phone => phones.of(accounts.add(pn, name)),
    phone: (who: string): Phone => phones.of(accounts.must(who)),
    /** Sockets of clients: now, and the most that one device ever had at once. */
    sockets: logins.counts,
    /** How many linked apps of a person are connected now. */
    connected: (who: string): number => logins.connected(accounts.must(who)),
    /** Calls back when a phone may show something else, or a client has come or gone. Returns what ends it. */
    onChange: changes.listen,
    /** By id or by the name it has now. */
    group: (which: string): Group => groups.must(which),
    /** How many questions `faults.holdsQuestions` holds; then their answers, and no more are held. */
    questions: logins.questions,
    answerQuestions: logins.answerQuestions,
    /** Cuts every line, or those of one person. */
    dropAll: (whose?: string): void => logins.drop(whose === undefined ? undefined : accounts.must(whose)),
    /** Ends every connection, or those of one person, with an error of the stream. */
    endAll: (code: StreamError, whose?: string): void => logins.end(code, whose === undefined ? undefined : accounts.must(whose)),
    /** Sends a stanza of any making to the linked apps of a person. */
    inject(whose: string, stanza: Node): void {
      for (const companion of accounts.must(whose).companions.values()) queues.deliver(companion, stanza);
    },
    /** Sends what `faults.isHeld` held back, in the order that `arrange` makes of it. */
    release: queues.release,
    async close(): Promise<void> {
      logins.drop();
      for (const ws of sockets.clients) ws.terminate();
      await media.close();
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
  return sim;
};
export type WhatsAppSim = Awaited<ReturnType<typeof startWhatsAppSim>>;
