import { connect, createServer as createTcpServer, type Server } from 'node:net';
import { Duplex } from 'node:stream';
import { connect as tlsConnect } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type NetworkMode, type OutsideConnection, openTunnel, type TunnelDeps } from './tunnel.ts';

const never = new AbortController().signal;
interface Row {
  host: string;
  port: number;
  address: string | null;
  outcome: string;
  sentBytes?: number;
  receivedBytes?: number;
}
let rows: Row[] = [];
let mode: NetworkMode = 'allow-list';
let allowed: string[] = [];
let dialled: [string, number][] = [];
let server: Server | null = null;
/** What arrived at the outside. */
let arrived = '';

const publicAddress = '93.184.215.14';
const names: Record<string, string[]> = {
  'good.example': [publicAddress],
  'other.example': ['93.184.215.15'],
  'rebinding.example': [publicAddress, '127.0.0.1'],
  'inside.example': ['10.1.2.3'],
  'six.example': ['::1'],
  'mapped.example': ['::ffff:10.0.0.1'],
  'metadata.example': ['169.254.169.254'],
  'own.example': ['198.51.100.77'],
  'nothing.example': [],
};
const portOf = (listening: Server | null): number => {
  const address = listening?.address();
  if (!address || typeof address === 'string') throw new Error('the server does not listen');
  return address.port;
};
const deps = (): TunnelDeps => ({
  mode: () => mode,
  allowed: () => allowed,
  resolve: async (host) => names[host] ?? Promise.reject(new Error('ENOTFOUND')),
  own: () => [{ address: '93.184.215.99', family: 'IPv4', cidr: '93.184.215.99/24' }],
  connect: (address, port) => {
    dialled.push([address, port]);
    return connect(portOf(server), '127.0.0.1');
  },
  note: (row) => rows.push(row),
  amend: (row, change) => Object.assign(rows[row - 1] ?? {}, change),
});
const ask = (host: string, port = 443) => openTunnel(deps(), { host, port }, never);

beforeEach(async () => {
  rows = [];
  dialled = [];
  mode = 'allow-list';
  allowed = ['good.example', '*.good.example'];
  arrived = '';
  server = createTcpServer((socket) => {
    socket.on('data', (bytes) => (arrived += bytes.toString('latin1')));
    socket.on('error', () => {});
    socket.write('hello from outside');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server?.once('listening', resolve));
});
afterEach(() => new Promise<void>((resolve) => void server?.close(() => resolve())));

describe('a connection that a sandbox asks for', () => {
  const hostile: [string, string, number, string, NetworkMode?][] = [
    // Off is off.
    ['anything while the network is off', 'good.example', 443, 'network-off', 'off'],
    ['an address while the network is off', publicAddress, 443, 'network-off', 'off'],
    // Not on the list.
    ['a host that is not on the list', 'other.example', 443, 'not-allowed'],
    ['a host that ends like one on the list', 'evilgood.example', 443, 'not-allowed'],
    ['a host that begins like one on the list', 'good.example.evil.example', 443, 'not-allowed'],
    ['the number of a host on the list', publicAddress, 443, 'not-allowed'],
    ['this computer, with the list in force', 'localhost', 443, 'not-allowed'],
    // This computer and its neighbours, however they are written.
    ['this computer', '127.0.0.1', 80, 'not-public', 'open'],
    ['this computer by another number', '127.8.8.8', 80, 'not-public', 'open'],
    ['this computer in decimal', '2130706433', 80, 'not-public', 'open'],
    ['this computer in hex', '0x7f000001', 80, 'not-public', 'open'],
    ['this computer in hex parts', '0x7f.1', 80, 'not-public', 'open'],
    ['this computer in octal', '0177.0.0.1', 80, 'not-public', 'open'],
    ['this computer in short', '127.1', 80, 'not-public', 'open'],
    ['nothing at all', '0.0.0.0', 80, 'not-public', 'open'],
    ['zero', '0', 80, 'not-public', 'open'],
    ['IPv6 loopback', '[::1]', 80, 'not-public', 'open'],
    ['IPv6 unspecified', '[::]', 80, 'not-public', 'open'],
    ['IPv4 in IPv6', '[::ffff:127.0.0.1]', 80, 'not-public', 'open'],
    ['IPv4 in IPv6 in hex', '[::ffff:7f00:1]', 80, 'not-public', 'open'],
    ['IPv4 in NAT64', '[64:ff9b::7f00:1]', 80, 'not-public', 'open'],
    ['IPv4 in 6to4', '[2002:7f00:1::]', 80, 'not-public', 'open'],
    ['Teredo', '[2001:0:7f00:1::]', 80, 'not-public', 'open'],
    ['IPv6 on the link', '[fe80::1]', 80, 'not-public', 'open'],
    ['IPv6 of a private network', '[fd00:ec2::254]', 80, 'not-public', 'open'],
    ['IPv6 multicast', '[ff02::1]', 80, 'not-public', 'open'],
    ['a private network 10', '10.0.0.1', 80, 'not-public', 'open'],
    ['a private network 172', '172.17.0.1', 80, 'not-public', 'open'],
    ['a private network 192', '192.168.1.1', 80, 'not-public', 'open'],
    ['carrier-grade addresses', '100.64.0.1', 80, 'not-public', 'open'],
    ['the metadata service', '169.254.169.254', 80, 'not-public', 'open'],
    ['the metadata service in decimal', '2852039166', 80, 'not-public', 'open'],
    ['the metadata service in hex', '0xa9fea9fe', 80, 'not-public', 'open'],
    ['the metadata service of another cloud', '168.63.129.16', 80, 'not-public', 'open'],
    ['multicast', '224.0.0.1', 80, 'not-public', 'open'],
    ['broadcast', '255.255.255.255', 80, 'not-public', 'open'],
    ['this computer by its public address', '93.184.215.99', 443, 'not-public', 'open'],
    // Names that lead there.
    ['a name of a private network', 'inside.example', 443, 'not-public', 'open'],
    ['a name of IPv6 loopback', 'six.example', 443, 'not-public', 'open'],
    ['a name of IPv4 in IPv6', 'mapped.example', 443, 'not-public', 'open'],
    ['a name of the metadata service', 'metadata.example', 443, 'not-public', 'open'],
    ['a name with a good and a bad address', 'rebinding.example', 443, 'not-public', 'open'],
    ['a name for documentation', 'own.example', 443, 'not-public', 'open'],
    ['a name that nobody has', 'unknown.example', 443, 'dns', 'open'],
    ['a name without an address', 'nothing.example', 443, 'dns', 'open'],
    // Ports.
    ['SSH', 'good.example', 22, 'port-closed'],
    ['mail', 'good.example', 25, 'port-closed'],
    ['DNS', 'good.example', 53, 'port-closed'],
    ['an engine', 'good.example', 2375, 'port-closed'],
    ['a database', 'good.example', 5432, 'port-closed'],
    ['port 0', 'good.example', 0, 'bad-url'],
    ['a port that is none', 'good.example', 70_000, 'bad-url'],
    // What is no host.
    ['a user name', 'user@good.example', 443, 'bad-url'],
    ['a path', 'good.example/x', 443, 'bad-url'],
    ['a query', 'good.example?x', 443, 'bad-url'],
    ['a fragment', 'other.example#good.example', 443, 'bad-url'],
    ['a backslash', 'other.example\\good.example', 443, 'bad-url'],
    ['a line break', 'good.example\r\nHost: other.example', 443, 'bad-url'],
    ['nothing', '', 443, 'bad-url'],
    ['a dot', '.', 443, 'bad-url'],
    ['two hosts', 'good.example other.example', 443, 'bad-url'],
    ['a port in the host', 'good.example:80', 443, 'bad-url'],
    ['a zone', '[fe80::1%25eth0]', 443, 'bad-url'],
  ];

  it.each(hostile)('is refused for %s', async (_, host, port, outcome, how = 'allow-list') => {
    mode = how;
    if (outcome !== 'not-allowed' && how === 'allow-list') allowed = ['good.example', '*'];
    const result = await ask(host, port);
    expect(result).toMatchObject({ ok: false, code: outcome });
    expect(rows).toEqual([{ host: host.slice(0, 255), port, address: rows[0]?.address ?? null, outcome }]);
    expect(dialled).toEqual([]);
  });

  it('has at least 40 ways to be refused', () => {
    expect(hostile.length).toBeGreaterThanOrEqual(40);
  });

  it('is made for a host on the list, in any case and with a dot, at the address that was checked', async () => {
    for (const host of ['good.example', 'GOOD.Example', 'good.example.']) {
      const result = await ask(host);
      expect(result.ok).toBe(true);
      if (result.ok) result.connection.close();
    }
    expect(dialled).toEqual([1, 2, 3].map(() => [publicAddress, 443]));
  });

  it('goes to the address that was checked, whatever the name says a moment later', async () => {
    mode = 'open';
    let looks = 0;
    const result = await openTunnel(
      { ...deps(), resolve: async () => (looks++ === 0 ? [publicAddress] : ['127.0.0.1']) },
      { host: 'flip.example', port: 443 },
      never,
    );
    expect(result.ok).toBe(true);
    if (result.ok) result.connection.close();
    expect([looks, dialled]).toEqual([1, [[publicAddress, 443]]]);
  });

  it('works at once for a host that is allowed now', async () => {
    expect(await ask('other.example')).toMatchObject({ ok: false, code: 'not-allowed' });
    allowed = [...allowed, 'other.example'];
    const result = await ask('other.example');
    expect(result.ok).toBe(true);
    if (result.ok) result.connection.close();
  });
});

describe('what goes through a connection', () => {
  const opened = async (port: number): Promise<OutsideConnection> => {
    const result = await ask('good.example', port);
    if (!result.ok) throw new Error(result.code);
    return result.connection;
  };
  const cut = async (port: number, words: string | Buffer): Promise<string> => {
    const connection = await opened(port);
    await expect(connection.send(Buffer.from(words))).rejects.toThrow();
    for await (const _ of connection.incoming);
    await expect.poll(() => rows.at(-1)?.outcome).not.toBe('connected');
    expect(arrived).toBe('');
    return rows.at(-1)?.outcome ?? '';
  };
  /** The first bytes that a TLS client sends. */
  const helloFor = (servername: string | undefined): Promise<Buffer> =>
    new Promise((resolve) => {
      const raw = new Duplex({
        read: () => {},
        write: (bytes: Buffer, _, done) => {
          resolve(bytes);
          done();
        },
      });
      tlsConnect({ socket: raw, ...(servername === undefined ? {} : { servername }) }).on('error', () => {});
    });

  it.each([
    ['another server name', 'other.example', 'sni-mismatch'],
    ['no server name', undefined, 'sni-missing'],
  ] as const)('is cut before a byte is passed on with %s', async (_, name, outcome) => {
    expect(await cut(443, await helloFor(name))).toBe(outcome);
  });

  it.each([
    ['SSH on the encrypted port', 443, 'SSH-2.0-OpenSSH_9.2\r\n', 'not-tls'],
    ['plain HTTP on the encrypted port', 443, 'GET / HTTP/1.1\r\nHost: good.example\r\n\r\n', 'not-tls'],
    ['another host in the request', 80, 'GET / HTTP/1.1\r\nHost: other.example\r\n\r\n', 'host-mismatch'],
    ['no host in the request', 80, 'GET / HTTP/1.0\r\n\r\n', 'host-missing'],
    ['two hosts in the request', 80, 'GET / HTTP/1.1\r\nHost: good.example\r\nHost: other.example\r\n\r\n', 'not-http'],
    ['another host in the first line', 80, 'GET http://other.example/ HTTP/1.1\r\nHost: good.example\r\n\r\n', 'not-http'],
    ['a tunnel in the tunnel', 80, 'CONNECT other.example:22 HTTP/1.1\r\nHost: other.example\r\n\r\n', 'host-mismatch'],
    ['something that is no request', 80, '\u0016\u0003\u0001', 'not-http'],
  ])('is cut before a byte is passed on: %s', async (_, port, words, outcome) => {
    expect(await cut(port, words)).toBe(outcome);
  });

  it('is passed on both ways, also when the first words come in pieces, and counted', async () => {
    const connection = await opened(443);
    const hello = await helloFor('good.example');
    for (const byte of hello) await connection.send(Buffer.of(byte));
    await connection.send(Buffer.from('more'));
    const first = await connection.incoming[Symbol.asyncIterator]().next();
    expect(Buffer.from(first.value ?? '').toString()).toBe('hello from outside');
    await expect.poll(() => arrived.length).toBe(hello.length + 4);
    connection.close();
    await expect.poll(() => rows.at(-1)).toMatchObject({ outcome: 'connected', sentBytes: hello.length + 4, receivedBytes: 18 });
  });

  it('is a plain request with its host', async () => {
    const connection = await opened(80);
    await connection.send(Buffer.from('GET /x HTTP/1.1\r\nHost: good.ex'));
    expect(arrived).toBe('');
    await connection.send(Buffer.from('ample\r\n\r\n'));
    await expect.poll(() => arrived).toContain('GET /x HTTP/1.1');
    connection.close();
  });
});
