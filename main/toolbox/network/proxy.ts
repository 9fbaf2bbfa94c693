import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { RefusedError, type Tunnels } from './tunnels.ts';

const headBytesMost = 32 * 1024;
const headMs = 30_000;
/** What an answer may take after the question was complete. */
const lingerMs = 120_000;

/**
 * The way out for programs that honour http_proxy and https_proxy: listens on the sandbox's own loopback and hands every
 * connection to the host, which decides. Nothing is decided in here.
 */
export const startProxy = (port: number, tunnels: () => Tunnels | null): void => {
  // A client may have said all it has to say before the answer comes.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    void answer(socket, tunnels).catch(() => socket.destroy());
  });
  server.on('error', (error) => process.stderr.write(`no way out of this sandbox: ${error.message}\n`));
  server.listen(port, '127.0.0.1');
  server.unref();
};

interface Asked {
  readonly host: string;
  readonly port: number;
  /** What is sent on first: nothing for CONNECT, the request in its ordinary form otherwise. */
  readonly first: Buffer;
  readonly isTunnel: boolean;
}

const answer = async (socket: Socket, tunnels: () => Tunnels | null): Promise<void> => {
  const head = await headOf(socket);
  const asked = head === null ? null : parseHead(head);
  if (asked === null) return refuse(socket, 400, 'bad-request', 'this is a proxy for web requests');
  let tunnel: Duplex;
  try {
    const open = tunnels();
    if (open === null) throw new RefusedError('gone', 'the host is gone');
    tunnel = await open.open(asked.host, asked.port);
  } catch (error) {
    if (error instanceof RefusedError) return refuse(socket, 403, error.code, error.message);
    throw error;
  }
  if (asked.isTunnel) socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
  if (asked.first.length > 0) tunnel.write(asked.first);
  const end = (): void => {
    socket.destroy();
    tunnel.destroy();
  };
  socket.on('close', end);
  socket.on('end', () => setTimeout(end, lingerMs).unref());
  tunnel.on('close', () => socket.end());
  tunnel.pipe(socket);
  socket.pipe(tunnel, { end: false });
};

const refuse = (socket: Socket, status: number, code: string, message: string): void => {
  const body = `Pynchy: ${message}\n`;
  const head = [
    `HTTP/1.1 ${status} ${status === 403 ? 'Forbidden' : 'Bad Request'}`,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Pynchy-Refused: ${code}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
};

/** The head with what came after it; null when there is none in time. */
const headOf = (socket: Socket): Promise<Buffer | null> =>
  new Promise((resolve) => {
    let held: Buffer = Buffer.alloc(0);
    const finish = (head: Buffer | null): void => {
      clearTimeout(timer);
      socket.off('data', more);
      socket.off('close', none);
      socket.pause();
      resolve(head);
    };
    const none = (): void => finish(null);
    const more = (bytes: Buffer): void => {
      held = Buffer.concat([held, bytes]);
      if (held.includes('\r\n\r\n')) finish(held);
      else if (held.length > headBytesMost) finish(null);
    };
    const timer = setTimeout(none, headMs);
    socket.on('data', more);
    socket.once('close', none);
  });

const parseHead = (bytes: Buffer): Asked | null => {
  const end = bytes.indexOf('\r\n\r\n') + 4;
  const [line = '', ...headers] = bytes
    .subarray(0, end - 4)
    .toString('latin1')
    .split('\r\n');
  const [method = '', target = '', version = ''] = line.split(' ');
  if (!/^HTTP\/1\.[01]$/.test(version)) return null;
  if (method === 'CONNECT') {
    const at = /^(\[[^\]]*\]|[^:]*):(\d{1,5})$/.exec(target);
    return at === null ? null : { host: at[1] ?? '', port: Number(at[2]), first: bytes.subarray(end), isTunnel: true };
  }
  const parts = /^http:\/\/([^/?#]*)(.*)$/i.exec(target);
  const authority = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(parts?.[1] ?? '');
  if (parts === null || authority === null) return null;
  const path = parts[2] === '' || parts[2] === undefined ? '/' : parts[2].startsWith('/') ? parts[2] : `/${parts[2]}`;
  // One request per connection: the next one may be for somebody else.
  const kept = headers.filter((header) => !/^(proxy-|connection:|keep-alive:)/i.test(header));
  const head = [`${method} ${path} ${version}`, ...kept, 'Connection: close'].join('\r\n');
  return {
    host: authority[1] ?? '',
    port: Number(authority[2] ?? 80),
    first: Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), bytes.subarray(end)]),
    isTunnel: false,
  };
};
