import { expect, test } from 'vitest';
import { isNearby, isPublicAddress } from './addresses.ts';
import { codeOf, startServer, testEgress } from './hostile-server.fixture.ts';
import { isTrusted, parseTarget, trustedHostOf } from './target.ts';

const literals: readonly [string, string][] = [
  ['http://169.254.169.254/latest/meta-data/', 'not-public'],
  ['http://169.254.170.2/v2/credentials', 'not-public'],
  ['http://100.100.100.200/', 'not-public'],
  ['http://168.63.129.16/machine', 'not-public'],
  ['http://192.0.0.192/opc/v2/', 'not-public'],
  ['http://[fd00:ec2::254]/latest/', 'not-public'],
  ['http://127.0.0.1/', 'not-public'],
  ['http://127.255.255.254/', 'not-public'],
  ['http://127.1/', 'not-public'],
  ['http://127.0.0.1./', 'not-public'],
  ['http://0x7f.1/', 'not-public'],
  ['http://0x7f000001/', 'not-public'],
  ['http://2130706433/', 'not-public'],
  ['http://017700000001/', 'not-public'],
  ['http://0177.0.0.1/', 'not-public'],
  ['http://0x7f.0x0.0x0.0x1/', 'not-public'],
  ['http://2852039166/', 'not-public'],
  ['http://0xA9FEA9FE/', 'not-public'],
  ['http://0251.0376.0251.0376/', 'not-public'],
  ['http://0.0.0.0/', 'not-public'],
  ['http://0/', 'not-public'],
  ['http://0.0.0.0:8080/', 'not-public'],
  ['http://10.0.0.1/', 'not-public'],
  ['http://172.16.0.1/', 'not-public'],
  ['http://172.31.255.255/', 'not-public'],
  ['http://192.168.1.1/', 'not-public'],
  ['http://3232235777/', 'not-public'],
  ['http://100.64.0.1/', 'not-public'],
  ['http://198.18.0.1/', 'not-public'],
  ['http://224.0.0.251/', 'not-public'],
  ['http://255.255.255.255/', 'not-public'],
  ['http://[::1]/', 'not-public'],
  ['http://[0:0:0:0:0:0:0:1]/', 'not-public'],
  ['http://[::]/', 'not-public'],
  ['http://[::ffff:127.0.0.1]/', 'not-public'],
  ['http://[::ffff:7f00:1]/', 'not-public'],
  ['http://[::ffff:169.254.169.254]/', 'not-public'],
  ['http://[::ffff:8.8.8.8]/', 'not-public'],
  ['http://[::127.0.0.1]/', 'not-public'],
  ['http://[64:ff9b::7f00:1]/', 'not-public'],
  ['http://[2002:7f00:1::]/', 'not-public'],
  ['http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/', 'not-public'],
  ['http://[fe80::1]/', 'not-public'],
  ['http://[fc00::1]/', 'not-public'],
  ['http://[ff02::1]/', 'not-public'],
  ['http://①②⑦.⓪.⓪.①/', 'not-public'],
  ['http://127。0。0。1/', 'not-public'],
  ['http://１２７．０．０．１/', 'not-public'],
  ['http://127.0.0.1#@public.test/', 'not-public'],
  ['http://127.0.0.1\\@public.test/', 'not-public'],
  ['http://127.0.0.1%2f.public.test/', 'bad-url'],
  ['http://127.0.0.1%00.public.test/', 'bad-url'],
  ['http://[fe80::1%25eth0]/', 'bad-url'],
  ['http://public.test@127.0.0.1/', 'bad-url'],
  ['http://user:password@public.test/', 'bad-url'],
  ['http://:secret@public.test/', 'bad-url'],
  ['file:///etc/passwd', 'bad-url'],
  ['ftp://public.test/', 'bad-url'],
  ['data:text/html,<p>x</p>', 'bad-url'],
  ['gopher://public.test/', 'bad-url'],
  ['ws://public.test/', 'bad-url'],
  ['javascript:alert(1)', 'bad-url'],
  ['//public.test/', 'bad-url'],
  ['public.test', 'bad-url'],
  ['http://', 'bad-url'],
  ['', 'bad-url'],
  [`http://public.test/${'a'.repeat(9_000)}`, 'bad-url'],
  ['http://256.256.256.256/', 'bad-url'],
  ['http://public.test:22/', 'port-closed'],
  ['http://public.test:25/', 'port-closed'],
  ['http://public.test:6379/', 'port-closed'],
  ['http://public.test:0/', 'port-closed'],
  ['https://public.test:2375/', 'port-closed'],
];

test.each(literals)('%s is refused before any socket or look-up: %s', async (url, code) => {
  let lookups = 0;
  const egress = testEgress([], {
    resolve: async () => {
      lookups++;
      return [];
    },
  });
  expect(await codeOf(egress.fetch(url))).toBe(code);
  expect(lookups).toBe(0);
  if (code !== 'bad-url') expect(egress.rows).toHaveLength(1);
});

test.each([
  ['http://localhost/', ['127.0.0.1', '::1']],
  ['http://localhost./', ['127.0.0.1']],
  ['http://LOCALHOST/', ['::1']],
  ['http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/', ['127.0.0.1']],
  ['http://a.localhost/', ['127.0.0.1']],
  ['http://metadata.google.internal/', ['169.254.169.254']],
  ['http://rebind.test/', ['10.1.2.3']],
  ['http://mixed.test/', ['9.9.9.9', '192.168.0.10']],
  ['http://mixed6.test/', ['9.9.9.9', '2620:fe::fe', 'fe80::1%eth0']],
  ['http://mapped.test/', ['::ffff:10.0.0.1']],
  ['http://zero.test/', ['0.0.0.0']],
  ['http://пример.test/', ['172.20.0.1']],
])('%s is refused when it resolves to %s', async (url, addresses) => {
  const egress = testEgress([], { resolve: async () => addresses });
  expect(await codeOf(egress.fetch(url))).toBe('not-public');
  expect(egress.rows[0]?.outcome).toBe('not-public');
});

test('the real localhost of this machine is refused through the system resolver', async () => {
  expect(await codeOf(testEgress([], { resolve: undefined }).fetch('http://localhost/'))).toBe('not-public');
});

test('a name without an address, or with an answer that is none, is not found', async () => {
  expect(await codeOf(testEgress([], { resolve: async () => [] }).fetch('http://nowhere.test/'))).toBe('dns');
  expect(await codeOf(testEgress([], { resolve: async () => ['evil'] }).fetch('http://nowhere.test/'))).toBe('dns');
  expect(await codeOf(testEgress([], { resolve: async () => Promise.reject(new Error('SERVFAIL')) }).fetch('http://nowhere.test/'))).toBe(
    'dns',
  );
});

test('a public address of this machine, and its IPv6 link, are refused: they bypass its firewall', async () => {
  const own = [
    { address: '9.9.9.9', family: 'IPv4', cidr: '9.9.9.9/24' },
    { address: '2a01:4f8:1:2::10', family: 'IPv6', cidr: '2a01:4f8:1:2::10/64' },
    { address: 'fe80::5%eth0', family: 'IPv6', cidr: 'fe80::5/64' },
  ];
  expect(isNearby('9.9.9.9', own)).toBe(true);
  expect(isNearby('9.9.9.10', own)).toBe(false);
  expect(isNearby('2a01:4f8:1:2::1', own)).toBe(true);
  expect(isNearby('2a01:4f8:1:3::1', own)).toBe(false);
  const egress = testEgress([], { resolve: async () => ['9.9.9.9'], own: () => own });
  expect(await codeOf(egress.fetch('http://me.test/'))).toBe('not-public');
});

test('ordinary public addresses are public', () => {
  for (const address of [
    '8.8.8.8',
    '1.1.1.1',
    '93.184.216.34',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '2a00:1450:4001::1',
    '2001:4860:4860::8888',
  ])
    expect(isPublicAddress(address), address).toBe(true);
});

test('what is no address is not public', () => {
  for (const text of ['', 'localhost', '1.2.3', '8.8.8.8 ', '8.8.8.8%eth0', '2606:4700::1%lo', '::ffff:8.8.8.8', '0177.0.0.1'])
    expect(isPublicAddress(text), text).toBe(false);
});

test('a plugin reaches only the hosts of its manifest', async () => {
  const egress = testEgress([], { allowedHosts: ['api.example.org', '*.cdn.example.org'] });
  expect(await codeOf(egress.fetch('https://other.test/'))).toBe('not-allowed');
  expect(await codeOf(egress.fetch('https://evilcdn.example.org/'))).toBe('not-allowed');
  expect(await codeOf(egress.fetch('https://cdn.example.org/'))).toBe('not-allowed');
  // Allowed by name; the address is still checked.
  expect(await codeOf(egress.fetch('https://api.example.org/'))).toBe('not-public');
  expect(await codeOf(egress.fetch('https://a.cdn.example.org/'))).toBe('not-public');
});

test('trust is for the host and port that the owner typed, and not for addresses that others chose', async () => {
  const server = await startServer((_request, response) => response.end('mine'));
  try {
    const typed = trustedHostOf(`http://NAS.home:${server.port}/search`);
    expect(typed).toBe(`nas.home:${server.port}`);
    const egress = testEgress([typed as string]);
    expect((await egress.fetch(`http://nas.home:${server.port}/`)).status).toBe(200);
    expect(await codeOf(egress.fetch('http://nas.home/'))).toBe('not-public');
    expect(await codeOf(egress.fetch(`http://nas.home:${server.port}/`, { publicOnly: true }))).toBe('port-closed');
    expect(await codeOf(egress.fetch('http://127.0.0.1/'))).toBe('not-public');
  } finally {
    await server.close();
  }
});

test('a trusted name without a port does not open other ports', () => {
  expect(isTrusted(parseTarget('http://nas/'), ['nas'])).toBe(true);
  expect(isTrusted(parseTarget('https://nas/'), ['NAS'])).toBe(true);
  expect(isTrusted(parseTarget('http://nas:22/'), ['nas'])).toBe(false);
  expect(isTrusted(parseTarget('http://nas.evil.test/'), ['nas'])).toBe(false);
  expect(isTrusted(parseTarget('http://[::1]:8080/'), ['[::1]:8080'])).toBe(true);
  expect(trustedHostOf('ftp://nas/')).toBe(null);
  expect(trustedHostOf('nas:8080')).toBe(null);
});
