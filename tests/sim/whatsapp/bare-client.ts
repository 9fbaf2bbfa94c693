import makeWASocket, {
  type AuthenticationCreds,
  type BaileysEventMap,
  initAuthCreds,
  type SignalDataTypeMap,
  type SignalKeyStore,
  type WAMessage,
  type WASocket,
} from '@whiskeysockets/baileys';

type Logger = NonNullable<Parameters<typeof makeWASocket>[0]['logger']>;
const silent: Logger = {
  level: 'silent',
  child: () => silent,
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** The unmodified library with its keys in memory: what a plain program on it sees of the simulator. */
export const createBareClient = (url: string) => {
  const creds: AuthenticationCreds = initAuthCreds();
  const rows = new Map<string, unknown>();
  const keys: SignalKeyStore = {
    async get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
      const found: { [id: string]: SignalDataTypeMap[T] } = {};
      for (const id of ids) if (rows.has(`${type}/${id}`)) found[id] = rows.get(`${type}/${id}`) as SignalDataTypeMap[T];
      return found;
    },
    async set(data) {
      for (const [type, values] of Object.entries(data))
        for (const [id, value] of Object.entries(values ?? {}))
          if (value === null) rows.delete(`${type}/${id}`);
          else rows.set(`${type}/${id}`, value);
    },
  };
  const messages: WAMessage[] = [];
  const statuses: { id: string; status: number }[] = [];
  const acked: string[] = [];
  const closes: number[] = [];
  /** Everything the library tells, by name of the event. */
  const events: { name: string; data: unknown }[] = [];
  let socket: WASocket | null = null;
  let qr = '';
  let open = false;
  let stopped = false;

  const connect = (): void => {
    open = false;
    const sock = makeWASocket({ auth: { creds, keys }, waWebSocketUrl: url, logger: silent, markOnlineOnConnect: false });
    socket = sock;
    sock.ev.process((told) => void events.push(...Object.entries(told).map(([name, data]) => ({ name, data }))));
    sock.ev.on('creds.update', (update) => void Object.assign(creds, update));
    sock.ev.on('messages.upsert', (event) => void messages.push(...event.messages));
    sock.ev.on('messages.update', (list) => {
      for (const { key, update } of list) if (typeof update.status === 'number') statuses.push({ id: key.id ?? '', status: update.status });
    });
    sock.ws.on('CB:ack,class:message', (node: { attrs: { id: string } }) => void acked.push(node.attrs.id));
    sock.ev.on('connection.update', (update) => {
      if (update.qr) qr = update.qr;
      if (update.connection === 'open') open = true;
      if (update.connection !== 'close') return;
      open = false;
      const code = Number((update.lastDisconnect?.error as { output?: { statusCode?: number } } | undefined)?.output?.statusCode ?? 0);
      closes.push(code);
      if (!stopped && code === 515) connect();
    });
  };
  connect();
  return {
    creds,
    messages,
    statuses,
    acked,
    closes,
    events,
    /** What was told under one name, oldest first; lists are joined. */
    told: <T extends keyof BaileysEventMap>(name: T): unknown[] => events.filter((e) => e.name === name).flatMap((e) => e.data),
    qr: () => qr,
    isOpen: () => open,
    socket: (): WASocket => socket as WASocket,
    connect,
    stop(): void {
      stopped = true;
      void socket?.end(undefined);
    },
  };
};
