import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Toolbox } from '#contract/toolbox/toolbox.ts';
import { type NetworkMode, openTunnel } from '#core/egress/tunnel.ts';
import { builtToolbox } from '../../../main/toolbox/testing/built-toolbox.ts';
import { runIn } from '../../../main/toolbox/testing/under-test.ts';
import { engineLacks } from '../../docker/engine.ts';
import { type SandboxesUnderTest, sandboxesUnderTest } from '../../docker/sandboxes-under-test.ts';

const never = new AbortController().signal;
const big = Buffer.alloc(20 * 1024 ** 2, 'x');

describe.skipIf(engineLacks)(`the network of a container${engineLacks === null ? '' : ` (skipped: ${engineLacks})`}`, () => {
  let built: Awaited<ReturnType<typeof builtToolbox>>;
  let under: SandboxesUnderTest;
  let outside: Server;
  let toolbox: Toolbox;
  let mode: NetworkMode = 'off';
  let allowed: string[] = [];
  let rows: { host: string; port: number; address: string | null; outcome: string; receivedBytes?: number }[] = [];
  const run = (command: string) => runIn(toolbox, command, { timeoutMs: 60_000 });

  beforeAll(async () => {
    built = await builtToolbox();
    outside = createServer((request, response) => {
      if (request.url === '/big') return void response.end(big);
      if (request.url === '/away') return void response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end();
      if (request.url === '/home') return void response.writeHead(302, { location: 'http://localhost:80/' }).end();
      let body = '';
      request.on('data', (part) => (body += part));
      request.on('end', () => response.end(`${request.method} ${request.url} at ${request.headers.host} with ${body.length} bytes\n`));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => outside.once('listening', resolve));
    under = sandboxesUnderTest(built.dir, {
      connect: () => (to, signal) =>
        openTunnel(
          {
            mode: () => mode,
            allowed: () => allowed,
            resolve: async (host) => (host.endsWith('.example') ? ['93.184.215.14'] : Promise.reject(new Error('ENOTFOUND'))),
            connect: () => connect((outside.address() as AddressInfo).port, '127.0.0.1'),
            note: (row) => rows.push(row),
            amend: (row, change) => Object.assign(rows[row - 1] ?? {}, change),
          },
          to,
          signal,
        ),
    });
    toolbox = await under.sandboxes.acquire('w', never);
  });
  afterAll(async () => {
    expect(await under?.close()).toBe(0);
    outside?.close();
    await built?.dispose();
  });
  beforeEach(() => {
    mode = 'allow-list';
    allowed = ['good.example'];
    rows = [];
  });

  it('is off unless it was opened, and says so to who asks', async () => {
    mode = 'off';
    const ran = await run('curl -sS http://good.example/; curl -sS https://good.example/');
    expect(ran.stdout).toContain('the network is off');
    expect(ran.stderr).toContain('403');
    expect(rows.map((row) => [row.host, row.port, row.outcome])).toEqual([
      ['good.example', 80, 'network-off'],
      ['good.example', 443, 'network-off'],
    ]);
  });

  it('lets through what is on the list, and at once what is added to it', async () => {
    expect((await run('curl -sS http://good.example/x')).stdout).toBe('GET /x at good.example with 0 bytes\n');
    expect((await run('curl -sS http://second.example/')).stdout).toContain('second.example is not among the hosts');
    allowed = [...allowed, 'second.example'];
    expect((await run('curl -sS http://second.example/')).stdout).toContain('at second.example');
    expect(rows.map((row) => [row.host, row.outcome])).toEqual([
      ['good.example', 'connected'],
      ['second.example', 'not-allowed'],
      ['second.example', 'connected'],
    ]);
  });

  it('carries much in both ways', async () => {
    expect((await run('curl -sS http://good.example/big | wc -c')).stdout.trim()).toBe(String(big.length));
    expect((await run('head -c 5000000 /dev/zero > up && curl -sS -T up http://good.example/up')).stdout).toBe(
      'PUT /up at good.example with 5000000 bytes\n',
    );
    await expect.poll(() => rows[0]?.receivedBytes ?? 0).toBeGreaterThan(big.length);
  });

  it('does not follow where a server leads to inside', async () => {
    mode = 'open';
    const ran = await run('curl -sSL http://good.example/away; curl -sSL --noproxy "" http://good.example/home');
    expect(ran.stdout).toContain('169.254.169.254 is not on the public internet');
    expect(rows.map((row) => [row.host, row.outcome])).toEqual([
      ['good.example', 'connected'],
      ['169.254.169.254', 'not-public'],
      ['good.example', 'connected'],
      ['localhost', 'dns'],
    ]);
  });

  const hostile = [
    ["curl -sS --noproxy '' -x http://127.0.0.1:3128 http://127.1/", '127.0.0.1 is not on the public internet'],
    ["curl -sS --noproxy '' -x http://127.0.0.1:3128 http://2130706433/", 'not on the public internet'],
    ["curl -sS --noproxy '' -x http://127.0.0.1:3128 http://0x7f000001/", 'not on the public internet'],
    ["curl -sS 'http://[::1]/' --noproxy ''", 'not on the public internet'],
    ["curl -sS 'http://[::ffff:169.254.169.254]/'", 'not on the public internet'],
    ['curl -sS http://169.254.169.254/latest/meta-data/', 'not on the public internet'],
    ['curl -sS http://172.17.0.1:8080/', 'not on the public internet'],
    ['curl -sS http://good.example:2375/_ping', 'port 2375 is not open'],
    ['curl -sS http://host.docker.internal/', 'could not be found'],
    ["printf 'CONNECT good.example:22 HTTP/1.1\\r\\n\\r\\n' | nc -q 2 127.0.0.1 3128", 'port 22 is not open'],
    ["printf 'CONNECT 10.0.0.1:443 HTTP/1.1\\r\\n\\r\\n' | nc -q 2 127.0.0.1 3128", 'not on the public internet'],
    ["printf 'CONNECT good.example:443 evil:443 HTTP/1.1\\r\\n\\r\\n' | nc -q 2 127.0.0.1 3128", 'this is a proxy'],
    ["printf 'GET /x HTTP/1.1\\r\\nHost: good.example\\r\\n\\r\\n' | nc -q 2 127.0.0.1 3128", 'this is a proxy'],
    ["printf 'CONNECT good.example:443 HTTP/1.1\\r\\n\\r\\nSSH-2.0-x\\r\\n' | nc -q 2 127.0.0.1 3128; echo cut", 'cut'],
  ] as const;
  it.each(hostile)('is closed to %s', async (command, said) => {
    mode = 'open';
    const { stdout, stderr } = await run(command);
    expect(stdout + stderr).toContain(said);
    expect(rows.filter((row) => row.outcome === 'connected')).toEqual([]);
    if (!said.startsWith('this is')) await expect.poll(() => rows.length).toBeGreaterThan(0);
  });

  it('is nothing else: no name, no packet, no socket of another kind', async () => {
    mode = 'open';
    for (const command of [
      'getent hosts good.example',
      'curl -sS --noproxy "*" --max-time 3 http://93.184.215.14/',
      'nc -z -w 2 93.184.215.14 80',
      'nc -u -z -w 2 8.8.8.8 53 && echo x | nc -u -w 1 8.8.8.8 53 && false',
      'python3 -c \'import socket; s=socket.create_connection(("93.184.215.14", 443), 2)\'',
    ])
      expect([command, (await run(command)).exitCode === 0]).toEqual([command, false]);
    expect((await run('ls /sys/class/net')).stdout.trim()).toBe('lo');
    expect(rows).toEqual([]);
  });
});
