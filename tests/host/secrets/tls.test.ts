import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer as createPlain } from 'node:http';
import { createServer as createTls } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FoundPlugin } from '#core/plugins/plugins.ts';
import type { Ctx } from '#plugin-api';
import { firstParty } from '../../../plugins/first-party.ts';
import { type Authority, certificatesLack, createAuthority } from '../../harness/certificates.ts';
import { findForms, formsIn } from '../../harness/find-forms.ts';
import { calling, obey } from '../../harness/obey.ts';
import { say } from '../../harness/talk.ts';
import { callsOf } from '../../harness/wire.ts';
import { startWorld, type World } from '../../harness/world.ts';

const value = 'c4nary-over-tls-"71aa"-value';

/** The product's own fetches, which may reach the servers of the test because the owner has typed them into settings. */
const web = (found: FoundPlugin): FoundPlugin => ({
  ...found,
  load: async () => {
    const { plugin } = (await found.load()) as { plugin: { activate(ctx: Ctx): Promise<void> } };
    const fetch =
      (ctx: Ctx): Ctx['fetch'] =>
      (url, init, signal) =>
        ctx.fetch(url, { ...init, publicOnly: false }, signal);
    return { plugin: { ...plugin, activate: (ctx: Ctx) => plugin.activate({ ...ctx, fetch: fetch(ctx) }) } };
  },
});

describe.skipIf(certificatesLack)(`a secret in a header over https${certificatesLack ? ` (skipped: ${certificatesLack})` : ''}`, () => {
  const known = getCACertificates('default');
  let authority: Authority;
  let w: World;
  const open: { close(): void; closeAllConnections(): void }[] = [];
  beforeAll(() => {
    authority = createAuthority();
    setDefaultCACertificates([...known, authority.cert]);
  });
  afterAll(() => setDefaultCACertificates(known));
  beforeEach(async () => {
    w = await startWorld({ only: firstParty.map((found) => (found.folder === 'web' ? web(found) : found)) });
    w.sim.script(obey);
    const workspaceId = (await w.client.workspaces.list())[0]?.id ?? '';
    await w.client.secrets.put({ workspaceId, name: 'API_TOKEN', value });
    await w.client.secrets.change({ workspaceId, name: 'API_TOKEN', forCommands: false, hosts: ['localhost'] });
  });
  afterEach(async () => {
    await w.close();
    for (const server of open.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });

  const serve = async (answer: RequestListener, cert: { key: string; cert: string } | null) => {
    const seen: { path: string; authorization: string | undefined; isEncrypted: boolean }[] = [];
    const heard: RequestListener = (request: IncomingMessage, response) => {
      const { url = '', headers, socket } = request;
      seen.push({ path: url, authorization: headers.authorization, isEncrypted: 'encrypted' in socket });
      answer(request, response);
    };
    const server = cert ? createTls(cert, heard) : createPlain(heard);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(server);
    return { seen, port: (server.address() as AddressInfo).port };
  };
  const reachable = (first: string, second: string) =>
    w.client.plugins.saveSettings({ id: 'web', settings: { searxngUrl: first, braveUrl: second } });
  const fetch = (url: string) => say(w.client, w.chatId, calling('web_fetch', { url, headers: { authorization: 'Bearer {{API_TOKEN}}' } }));

  it('arrives at its host, is hidden in the answer, and stands in no file, no prompt and no log', async () => {
    const echo: RequestListener = ({ headers }, response) => response.end(`you are ${headers.authorization}`);
    const { seen, port } = await serve(echo, authority.issue('DNS:localhost'));
    await reachable(`https://localhost:${port}`, '');
    expect((await fetch(`https://localhost:${port}/orders`)).reply).toContain('you are Bearer •••');
    expect(seen).toEqual([{ path: '/orders', authorization: `Bearer ${value}`, isEncrypted: true }]);
    expect(formsIn(JSON.stringify(callsOf(w.sim)), value)).toEqual([]);
    await w.stop();
    expect(findForms(w.home, value)).toEqual([]);
  });

  it('does not follow a redirect to another host', async () => {
    const other = await serve((_, response) => response.end('other'), authority.issue('IP:127.0.0.1'));
    const away: RequestListener = (_, response) => response.writeHead(302, { location: `https://127.0.0.1:${other.port}/` }).end();
    const { seen, port } = await serve(away, authority.issue('DNS:localhost'));
    await reachable(`https://localhost:${port}`, `https://127.0.0.1:${other.port}`);
    expect((await fetch(`https://localhost:${port}/away`)).reply).toContain('other');
    expect(seen.map(({ authorization }) => authorization)).toEqual([`Bearer ${value}`]);
    expect(other.seen).toEqual([{ path: '/', authorization: undefined, isEncrypted: true }]);
  });

  it('does not follow a redirect of its own host to where nothing is encrypted, and does not begin there', async () => {
    const plain = await serve((_, response) => response.end('plain'), null);
    const down: RequestListener = (_, response) => response.writeHead(307, { location: `http://localhost:${plain.port}/` }).end();
    const { seen, port } = await serve(down, authority.issue('DNS:localhost'));
    await reachable(`https://localhost:${port}`, `http://localhost:${plain.port}`);
    await fetch(`https://localhost:${port}/down`);
    expect(seen).toHaveLength(1);
    expect(plain.seen.map(({ authorization }) => authorization)).toEqual([undefined]);
    expect((await fetch(`http://localhost:${plain.port}/`)).reply).toContain('over https alone');
    expect(plain.seen).toHaveLength(1);
  });

  it.each([
    ['is signed by nobody who is known', () => createAuthority().issue('DNS:localhost')],
    ['is for another name', () => authority.issue('DNS:other.test')],
  ])('does not go to a server whose certificate %s', async (_, issue) => {
    const { seen, port } = await serve((__, response) => response.end('taken'), issue());
    await reachable(`https://localhost:${port}`, '');
    expect((await fetch(`https://localhost:${port}/`)).reply).toContain('could not be reached');
    expect(seen).toEqual([]);
  });
});
