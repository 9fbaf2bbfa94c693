import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeOf, startServer, type TestServer, testEgress, textOf } from '#core/egress/hostile-server.fixture.ts';
import { createSecretTickets } from '#core/services/secret-tickets.ts';
import { findForms, formsIn } from '../../harness/find-forms.ts';
import { calling, obey } from '../../harness/obey.ts';
import { pendingAsk, say, send } from '../../harness/talk.ts';
import { outsideText, toolOf, toolPlugin } from '../../harness/tool-plugin.ts';
import { callsOf } from '../../harness/wire.ts';
import { startWorld, type World } from '../../harness/world.ts';

const value = 'c4nary-fetched-"71aa"-value';

describe('a secret in a header of a fetch', () => {
  let w: World;
  let workspaceId: string;
  let seen: { url: string; headers: Record<string, string> }[];
  beforeEach(async () => {
    seen = [];
    const fetching = toolOf('fetching', {
      secretHeaders: true,
      flows: { untrustedSource: true, secretSource: false, publicSink: true },
      input: {
        type: 'object',
        properties: { url: { type: 'string' }, headers: { type: 'object', additionalProperties: { type: 'string' } } },
        required: ['url'],
      },
      async *run(input) {
        seen.push(input as (typeof seen)[number]);
        yield { done: { ok: true, value: { text: `the server says ${value}` } } };
      },
    });
    w = await startWorld({ plugins: [toolPlugin({ tools: [fetching, outsideText] })] });
    w.sim.script(obey);
    workspaceId = (await w.client.workspaces.list())[0]?.id ?? '';
    await w.client.secrets.put({ workspaceId, name: 'API_TOKEN', value });
    await w.client.secrets.change({ workspaceId, name: 'API_TOKEN', forCommands: false, hosts: ['API.shop.test', 'api.shop.test'] });
  });
  afterEach(() => w.close());
  const headers = { authorization: 'Bearer {{API_TOKEN}}', accept: 'text/plain' };
  const fetch = (url: string, more: object = { headers }) => say(w.client, w.chatId, calling('fetching', { url, ...more }));

  it('is named by the model, kept from the tool, and hidden in the answer', async () => {
    expect((await w.client.secrets.list({ workspaceId }))[0]?.hosts).toEqual(['api.shop.test']);
    const said = await fetch('https://api.shop.test/orders');
    expect(said.reply).toContain('the server says •••');
    expect(seen).toHaveLength(1);
    expect(seen[0]?.headers.accept).toBe('text/plain');
    expect(seen[0]?.headers.authorization).toMatch(/^Bearer \{\{ticket:[\w-]{32}\}\}$/);
    const rows = await w.client.audit.list({ limit: 100 });
    expect(rows.some((row) => row.rule === 'secret-for-fetch' && row.outcome === 'revealed')).toBe(true);
    expect((await w.client.secrets.list({ workspaceId }))[0]?.usedAt).not.toBeNull();
    expect(formsIn(JSON.stringify(callsOf(w.sim)), value)).toEqual([]);
    await w.stop();
    expect(findForms(w.home, value)).toEqual([]);
  });

  it.each([
    ['another host', 'https://evil.test/', { headers }, 'does not let API_TOKEN go to evil.test'],
    ['a host below', 'https://x.api.shop.test/', { headers }, 'does not let API_TOKEN go to x.api.shop.test'],
    ['a host that only looks like it', 'https://api.shop.test@evil.test/', { headers }, 'does not let API_TOKEN go to evil.test'],
    ['no encryption', 'http://api.shop.test/', { headers }, 'over https alone'],
    ['the address', 'https://api.shop.test/?t={{API_TOKEN}}', {}, 'a header and nowhere else'],
    ['another name', 'https://api.shop.test/', { headers: { a: '{{OTHER}}' } }, 'does not let OTHER go'],
  ])('is refused for %s', async (_, url, more, words) => {
    expect((await fetch(url, more)).reply).toContain(words);
    expect(seen).toEqual([]);
  });

  it('asks first where outside text was read, and shows the name', async () => {
    await say(w.client, w.chatId, calling('outside_text'));
    await send(w.client, w.chatId, calling('fetching', { url: 'https://api.shop.test/orders', headers }));
    const ask = await pendingAsk(w.client);
    expect(ask).toMatchObject({ tool: 'fetching', input: { headers } });
    await w.client.asks.answer({ id: ask.id, decision: 'deny' });
    expect(seen).toEqual([]);
  });

  it('goes to hosts that are named whole', async () => {
    for (const host of ['*.shop.test', 'https://shop.test', 'a b', 'shop.test/x'])
      await expect(w.client.secrets.change({ workspaceId, name: 'API_TOKEN', forCommands: true, hosts: [host] })).rejects.toMatchObject({
        data: { code: 'host-bad' },
      });
  });
});

describe('the gate of fetches', () => {
  const open: TestServer[] = [];
  const serve = async (answer: Parameters<typeof startServer>[0]): Promise<TestServer> => {
    const server = await startServer(answer);
    open.push(server);
    return server;
  };
  afterEach(async () => {
    for (const server of open.splice(0)) await server.close();
  });
  const tickets = createSecretTickets();
  // Real servers here speak no TLS: their addresses stand for encrypted ones.
  const asHttps = (header: string, url: URL) => tickets.redeem(header, new URL(url.href.replace('http:', 'https:')));

  it('puts the value in for its host, over redirects there, and for nobody else', async () => {
    const other = await serve((_request, response) => response.end('other'));
    const server = await serve((request, response) => {
      if (request.url === '/away') return response.writeHead(302, { location: `http://other.test:${other.port}/` }).end();
      if (request.url === '/here') return response.writeHead(302, { location: '/end' }).end();
      return response.end('end');
    });
    const trusted = [`site.test:${server.port}`, `other.test:${other.port}`];
    const egress = testEgress(trusted, { redeem: asHttps });
    const ticket = tickets.issue(value, ['site.test']);
    const init = { headers: { authorization: `Bearer ${ticket.text}` } };
    for (const path of ['/here', '/away']) await textOf((await egress.fetch(`http://site.test:${server.port}${path}`, init)).body);
    expect(server.seen.map(({ url, headers }) => [url, headers.authorization])).toEqual(
      ['/here', '/end', '/away'].map((path) => [path, `Bearer ${value}`]),
    );
    expect(other.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
    expect(await codeOf(egress.fetch(`http://other.test:${other.port}/`, init))).toBe('secret-not-for-host');
    ticket.end();
    expect(await codeOf(egress.fetch(`http://site.test:${server.port}/end`, init))).toBe('secret-not-for-host');
    expect([server.seen.length, other.seen.length]).toEqual([3, 1]);
    expect(formsIn(JSON.stringify(egress.rows), value)).toEqual([]);
  });

  it('lets none go out unencrypted', () => {
    const ticket = tickets.issue(value, ['site.test']);
    expect(tickets.redeem(ticket.text, new URL('http://site.test/'))).toBeNull();
    expect(tickets.redeem(ticket.text, new URL('https://site.test:8443/'))).toBe(value);
    expect(tickets.redeem('{{ticket:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA}}', new URL('https://site.test/'))).toBeNull();
    expect(tickets.redeem('plain {{OTHER}}', new URL('https://site.test/'))).toBe('plain {{OTHER}}');
  });
});
