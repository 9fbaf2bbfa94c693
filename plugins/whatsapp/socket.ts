import { once } from 'node:events';
import { setTimeout as delay, setImmediate as nextTick } from 'node:timers/promises';
import type {
  AuthenticationState,
  BinaryNode,
  GroupMetadata,
  GroupParticipant,
  proto,
  WAMessage,
  WAMessageKey,
  WASocket,
} from '@whiskeysockets/baileys';
import type { GroupChange } from './groups.ts';
import { isDropped, keptBack, whyKeptBack } from './kept-back.ts';
import { lockTogether } from './locks.ts';
import type { Timing } from './timing.ts';
import type { Vendor } from './vendor.ts';
import type { Cause } from './verdict.ts';
import { stopUnwanted } from './wanted.ts';

export interface SocketHandlers {
  readonly qr: (text: string) => void;
  readonly paired: () => void;
  readonly opened: () => void;
  readonly synced: () => void;
  /** The server said anything at all. */
  readonly heard: () => void;
  readonly closed: (cause: Cause) => void;
  readonly credsChanged: () => void;
  /** Before the library confirms the message to the server. */
  readonly stanza: (attrs: Readonly<Record<string, string>>) => void;
  readonly messages: (list: readonly WAMessage[], waited: boolean) => void;
  readonly acked: (id: string, error: string | null) => void;
  readonly statuses: (list: readonly { readonly id: string; readonly status: number }[]) => void;
  readonly chats: (list: readonly { readonly jid: string; readonly name: string }[]) => void;
  readonly groupChanged: (change: GroupChange) => void;
  readonly membersChanged: (o: { id: string; action: string; participants: readonly GroupParticipant[] }) => void;
  readonly named: (jid: string, name: string) => void;
  /** The library's cache of a group. */
  readonly group: (jid: string) => Promise<GroupMetadata | undefined>;
  /** What we sent with this id into this chat; a phone asks for it again. */
  readonly message: (key: WAMessageKey) => Promise<proto.IMessage | undefined>;
}
export interface OpenSocket {
  readonly sock: WASocket;
  /** Aborted when nothing is heard of it any more. */
  readonly gone: AbortSignal;
  /** Resolves when everything is through that the library reads and writes now; it may never, for it knows no limit. */
  through(): Promise<void>;
  /** Nothing is heard of it any more, and its line is cut. Idempotent. */
  kill(): void;
  /** Tells the other side that the link ends, waits a moment for its last word, and is then killed. */
  leave(): Promise<void>;
}

const goodbyeMs = 2_000;

/** One socket of the library, its events in our words. It is used once; a reconnect is a new one. */
export const openSocket = (
  vendor: Vendor,
  auth: AuthenticationState,
  o: { serverUrl: string | null; timing: Timing; debug: (text: string) => void },
  on: SocketHandlers,
): OpenSocket => {
  let alive = true;
  const gone = new AbortController();
  const die = (): void => {
    alive = false;
    gone.abort(new Error('the line was cut'));
  };
  const sock = vendor.makeWASocket({
    auth,
    ...(o.serverUrl === null ? {} : { waWebSocketUrl: o.serverUrl }),
    browser: vendor.Browsers.appropriate('Chrome'),
    logger: loggerOf(o.debug),
    markOnlineOnConnect: false,
    syncFullHistory: false,
    emitOwnEvents: false,
    keepAliveIntervalMs: o.timing.keepAliveMs,
    connectTimeoutMs: o.timing.connectMs,
    cachedGroupMetadata: on.group,
    getMessage: on.message,
  });
  lockTogether(sock.authState.keys);
  stopUnwanted(sock);
  const whileAlive =
    <T extends unknown[]>(run: (...args: T) => void) =>
    (...args: T): void => {
      if (alive) run(...args);
    };
  const { ev, ws } = sock;
  const tellKeptBack = async (node: BinaryNode, why: string): Promise<void> => {
    // After what came before it: by then the library has put that into its line.
    await nextTick();
    await sock.messageMutex.mutex(async () => {
      const { me } = sock.authState.creds;
      const { fullMessage } = vendor.decodeMessageNode(node, me?.id ?? '', me?.lid ?? '');
      const type = node.attrs.offline === undefined ? 'notify' : 'append';
      ev.emit('messages.upsert', { messages: [{ ...fullMessage, message: keptBack(why) }], type });
    });
  };

  ws.prependListener(
    'CB:message',
    whileAlive((node: BinaryNode) => {
      const why = whyKeptBack(node);
      if (why === 'bot') return;
      on.stanza(node.attrs);
      if (why !== null && isDropped(why)) tellKeptBack(node, why).catch(() => o.debug('what was kept back could not be told'));
    }),
  );
  ws.on('frame', whileAlive(on.heard));
  ws.on(
    'CB:ack,class:message',
    whileAlive((node: { attrs: Record<string, string> }) => on.acked(node.attrs.id ?? '', node.attrs.error ?? null)),
  );
  // A refused upgrade would hang for ever: the library does not look at it.
  ws.on(
    'unexpected-response',
    whileAlive(() => on.closed({ status: null, detail: 'link-refused' })),
  );
  ev.on(
    'creds.update',
    whileAlive((update) => {
      Object.assign(auth.creds, update);
      on.credsChanged();
    }),
  );
  ev.on(
    'messages.upsert',
    whileAlive(({ messages, type }) => on.messages(messages, type === 'append')),
  );
  ev.on(
    'messages.update',
    whileAlive((list) =>
      on.statuses(
        list.flatMap(({ key, update }) => (key.id && typeof update.status === 'number' ? [{ id: key.id, status: update.status }] : [])),
      ),
    ),
  );
  ev.on(
    'message-receipt.update',
    whileAlive((list) =>
      on.statuses(list.flatMap(({ key, receipt }) => (key.id ? [{ id: key.id, status: receipt.readTimestamp ? 4 : 3 }] : []))),
    ),
  );
  const whole = whileAlive((list: readonly GroupChange[]) => list.forEach(on.groupChanged));
  ev.on('groups.upsert', whole);
  ev.on('groups.update', whole);
  ev.on('group-participants.update', whileAlive(on.membersChanged));
  const named = whileAlive((list: readonly { id?: string | undefined; name?: string | undefined; notify?: string | undefined }[]) => {
    for (const { id, name, notify } of list) if (id) on.named(id, name || notify || '');
  });
  ev.on('contacts.upsert', named);
  ev.on('contacts.update', named);
  // The texts of the past stay where they are; only what the chats are called is told.
  ev.on(
    'messaging-history.set',
    whileAlive(({ chats }) => on.chats(chats.map((c) => ({ jid: c.id ?? '', name: c.name ?? '' })))),
  );
  ev.on(
    'connection.update',
    whileAlive((update) => {
      if (update.qr) on.qr(update.qr);
      if (update.isNewLogin) on.paired();
      if (update.connection === 'open') on.opened();
      if (update.receivedPendingNotifications) on.synced();
      if (update.connection === 'close') on.closed(causeOf(update.lastDisconnect?.error));
    }),
  );

  // Closing politely waits up to 30 s for a server that may be gone; a second socket must not come before.
  const cut = (): void => (ws as unknown as { socket: { terminate(): void } | null }).socket?.terminate();
  return {
    sock,
    gone: gone.signal,
    through: () => sock.messageMutex.mutex(() => sock.authState.keys.transaction(async () => undefined, 'through')),
    kill() {
      if (!alive) return;
      die();
      void sock.end(undefined);
      cut();
    },
    async leave() {
      die();
      try {
        await sock.logout();
        await Promise.race([once(ws, 'close'), delay(goodbyeMs)]);
      } finally {
        cut();
      }
    },
  };
};

const causeOf = (error: unknown): Cause => {
  const boom = error as { output?: { statusCode?: number }; data?: { code?: string }; message?: string } | undefined;
  return { status: boom?.output?.statusCode ?? null, detail: boom?.data?.code ?? null };
};

type Logger = NonNullable<NonNullable<Parameters<Vendor['makeWASocket']>[0]>['logger']>;
// Only the words: the objects beside them hold keys, numbers and texts.
const loggerOf = (debug: (text: string) => void): Logger => {
  const words = (obj: unknown, text?: string): void => {
    const said = text ?? (typeof obj === 'string' ? obj : '');
    if (said !== '') debug(said.slice(0, 200));
  };
  const logger: Logger = {
    level: 'warn',
    child: () => logger,
    trace: () => undefined,
    debug: () => undefined,
    info: () => undefined,
    warn: words,
    error: words,
  };
  return logger;
};
