import type { WAMessage } from '@whiskeysockets/baileys';
import { type BlobRef, type ChannelCommand, type ChannelEvent, type ChannelOut, type Ctx, fail, ok, type Result } from '#plugin-api';
import { createAsking } from './asking.ts';
import { createAuthStore } from './auth-store.ts';
import { createEventQueue } from './event-queue.ts';
import { createGroups } from './groups.ts';
import { bare, isGroup, isNoChat, kindOf } from './ids.ts';
import { readMessage } from './incoming.ts';
import { createJournal, type Entry } from './journal.ts';
import { createLink } from './link.ts';
import type { LinkStatus } from './link-ports.ts';
import { fetchMedia } from './media-in.ts';
import { createMediaOut } from './media-out.ts';
import { sendOut } from './outgoing.ts';
import { createPairings } from './pairings.ts';
import { resolve, selfOf } from './people.ts';
import { rowsOf } from './rows.ts';
import { createSealedEdits } from './sealed-edits.ts';
import { createSentMessages } from './sent-messages.ts';
import { type OpenSocket, openSocket } from './socket.ts';
import type { Timing } from './timing.ts';
import type { Vendor } from './vendor.ts';

export interface ConnectionOptions {
  readonly vendor: Vendor;
  readonly ctx: Ctx;
  readonly connection: string;
  readonly serverUrl: string | null;
  readonly timing: Timing;
}
const receiptOf = { 2: 'sent', 3: 'delivered', 4: 'read', 5: 'read' } as const;

/** One linked number: its keys, its journal, its link, and everything it has to tell. */
export const createConnection = async ({ vendor, ctx, connection, serverUrl, timing }: ConnectionOptions) => {
  const rows = rowsOf(ctx.storage, connection);
  const events = createEventQueue<ChannelEvent>();
  const journal = createJournal(rows);
  const sent = createSentMessages(vendor, rows);
  await sent.load();
  const edits = createSealedEdits(vendor, rows);
  await edits.load();
  const media = createMediaOut(vendor, ctx, sent);
  const left = await journal.load();
  const log: Ctx['log'] = (level, text, data) => ctx.log(level, text, { connection, ...data });
  const groups = createGroups({
    push: events.push,
    log: (text, error) => log('warn', text, { error: String(error) }),
    now: Date.now,
    everyMs: timing.groupsMs,
  });
  let openedAt = 0;
  const serial = () => {
    let line: Promise<void> = Promise.resolve();
    return (what: string, work: () => Promise<void>): void => {
      line = line.then(work).catch((error: unknown) => log('error', `${what} failed`, { error: String(error) }));
    };
  };
  const inLine = serial();
  // A group is asked for over the network: no message waits for that.
  const inGroupLine = serial();

  const take = async (socket: OpenSocket, m: WAMessage, waited: boolean): Promise<void> => {
    const remoteJid = bare(m.key.remoteJid ?? '');
    const participant = m.key.participant || null;
    const person = await resolve(socket.sock, participant ?? remoteJid, participant === null ? m.key.remoteJidAlt : m.key.participantAlt);
    const key = journal.keyOf({ id: m.key.id ?? '', remoteJid, fromMe: m.key.fromMe === true, participant }, [
      person.key,
      ...person.aliases,
    ]);
    const forms = m.key.fromMe ? selfOf(socket.sock).keys : [person.key, ...person.aliases];
    const read = await readMessage(vendor, socket.sock, { ...m, message: edits.open(m.message, forms) }, key, waited);
    if (read.kind === 'unread') return asking.noticed();
    if (read.kind === 'nothing') return journal.settle(key);
    const entry = {
      id: read.event.externalId,
      remoteJid,
      fromMe: read.event.fromSelf,
      participant,
      at: Date.now(),
    };
    const secret = edits.secretOf(entry.id, forms[0] ?? '', m.message);
    if (!journal.read(key, entry, read.event, secret.rows)) return;
    secret.stored();
    events.push(read.event);
  };

  const receipt = (externalId: string, state: 'sent' | 'delivered' | 'read' | 'rejected'): void =>
    events.push({ type: 'receipt', eventId: `receipt/${externalId}/${state}`, externalId, state });

  const ask = async (entries: readonly Entry[]): Promise<void> => {
    const { PLACEHOLDER_MESSAGE_RESEND } = vendor.proto.Message.PeerDataOperationRequestType;
    for (const { remoteJid, id, fromMe, participant } of entries) {
      const messageKey = { remoteJid, id, fromMe, ...(participant ? { participant } : {}) };
      await link.writable()?.sock.sendPeerDataOperationMessage({
        placeholderMessageResendRequest: [{ messageKey }],
        peerDataOperationRequestType: PLACEHOLDER_MESSAGE_RESEND,
      });
    }
  };
  const giveUp = async (entry: Entry): Promise<void> => {
    const socket = link.writable();
    if (!socket) return;
    const message = {
      key: { remoteJid: entry.remoteJid, id: entry.id, fromMe: entry.fromMe, participant: entry.participant },
      message: { conversation: ' ' },
      messageTimestamp: entry.at / 1000,
    };
    const read = await readMessage(vendor, socket.sock, message, entry.key, true);
    if (read.kind !== 'event' || read.event.type !== 'message') return;
    const event = { ...read.event, externalKey: `${read.event.externalKey}|unreadable`, text: '', unsupported: 'unreadable' as const };
    if (journal.read(entry.key, entry, event)) events.push(event);
  };
  const after = (ms: number, run: () => void): (() => void) => {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  };
  const asking = createAsking({
    journal,
    timing,
    now: Date.now,
    after,
    giveUp,
    ask: (entries) =>
      void ask(entries).catch((error: unknown) => log('warn', 'a message could not be asked for again', { error: String(error) })),
    inLine: (work) => inLine('asking again', work),
  });

  const pushLink = (status: LinkStatus): void => {
    const sock = link.writable()?.sock;
    const { qr, qrUntil, pairingCode, reason, ...rest } = status;
    events.push({
      type: 'link',
      eventId: 'link',
      ...rest,
      ...(reason === null ? {} : { reason }),
      ...(qr === null ? {} : { qr }),
      ...(qrUntil === null ? {} : { qrUntil }),
      ...(pairingCode === null ? {} : { pairingCode }),
      ...(sock ? { self: selfOf(sock) } : {}),
    });
  };

  const link = createLink({
    auth: createAuthStore(vendor, rows),
    pairings: createPairings(rows, timing, Date.now),
    timing,
    now: Date.now,
    mono: () => performance.now(),
    after,
    random: Math.random,
    log,
    changed: (status) => pushLink(status),
    live(socket) {
      asking.begin(openedAt);
      inGroupLine('looking at the groups', () => groups.lookAtAll(socket.sock));
    },
    open(auth, on) {
      openedAt = Date.now();
      const socket: OpenSocket = openSocket(
        vendor,
        auth,
        { serverUrl, timing, debug: (text) => log('debug', text) },
        {
          ...on,
          stanza(attrs) {
            const remoteJid = bare(attrs.recipient ?? attrs.from ?? '');
            if (attrs.category === 'peer' || isNoChat(remoteJid)) return;
            const fromMe = attrs.recipient !== undefined || selfOf(socket.sock).keys.includes(bare(attrs.participant ?? attrs.from ?? ''));
            try {
              journal.arrived({ id: attrs.id ?? '', remoteJid, fromMe, participant: attrs.participant ?? null, at: Date.now() });
            } catch (error) {
              // Not noted, so it must not be confirmed: the line is cut, and the network keeps the message.
              log('error', 'a message could not be noted', { error: String(error) });
              on.closed({ status: null, detail: 'link-lost' });
            }
          },
          messages: (list, waited) => {
            for (const m of list) inLine('a message', () => take(socket, m, waited));
          },
          acked: (id, error) => receipt(id, error === null ? 'sent' : 'rejected'),
          statuses(list) {
            for (const { id, status } of list) {
              const state = receiptOf[status as keyof typeof receiptOf];
              if (state) receipt(id, state);
            }
          },
          chats(list) {
            for (const { jid, name } of list)
              if (name !== '' && !isNoChat(jid))
                inLine('a chat', async () => {
                  const chat = await resolve(socket.sock, jid);
                  events.push({
                    type: 'chat',
                    eventId: `chat/${chat.key}`,
                    chatKey: chat.key,
                    kind: kindOf(chat.key, selfOf(socket.sock).keys),
                    name,
                  });
                });
          },
          groupChanged: (change) => inGroupLine('a group', () => groups.changed(socket.sock, change)),
          membersChanged: (o) => inGroupLine('the members of a group', () => groups.membersChanged(socket.sock, o)),
          named: groups.named,
          group: groups.cached,
          async message({ id, remoteJid }) {
            const found = sent.find(id ?? '');
            if (!found) return undefined;
            // Whoever knows an id can ask; the library would send it to them.
            const asking = await resolve(socket.sock, remoteJid ?? '');
            return [asking.key, ...asking.aliases].includes(found.chatKey) ? found.message : undefined;
          },
        },
      );
      return socket;
    },
  });

  return {
    start(): void {
      for (const { event } of left) if (event) events.push(event);
      link.start();
    },
    events: events.drain,
    ack: (eventId: string): void => {
      if (eventId.startsWith('in/')) journal.settle(eventId);
    },
    fetchFile: (ref: string, maxBytes: number, signal: AbortSignal): Promise<Result<BlobRef>> =>
      fetchMedia({ vendor, ctx, socket: () => link.writable() }, ref, maxBytes, signal),
    async send(out: ChannelOut, signal: AbortSignal): Promise<Result<'written'>> {
      const socket = link.writable();
      // The library does not notice that the line it waits on is gone.
      return socket
        ? sendOut(socket, out, { sent, media }, AbortSignal.any([signal, socket.gone]))
        : fail('not-connected', `the link is ${link.status().state}`);
    },
    async command(c: ChannelCommand): Promise<Result<void>> {
      switch (c.name) {
        case 'pair':
          return link.pair(typeof c.args?.phone === 'string' ? c.args.phone.replaceAll(/\D/g, '') : null);
        case 'cancel':
          link.cancel();
          return ok(undefined);
        case 'wake':
          link.wake(c.args?.asked === true);
          return ok(undefined);
        case 'describe': {
          const socket = link.writable();
          if (socket && c.chatKey !== undefined && isGroup(c.chatKey)) await groups.look(socket.sock, c.chatKey);
          return ok(undefined);
        }
        case 'unlink':
          asking.end();
          journal.forget();
          await link.unlink();
          return ok(undefined);
        case 'typing':
          await link.writable()?.sock.sendPresenceUpdate(c.args?.on === false ? 'paused' : 'composing', c.chatKey);
          return ok(undefined);
        case 'read':
          return fail('unsupported', 'not yet');
      }
    },
    stop(): void {
      asking.end();
      link.stop();
      events.close();
    },
  };
};
export type Connection = Awaited<ReturnType<typeof createConnection>>;
