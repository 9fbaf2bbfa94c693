import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RuleBody } from '#contract/model/rule.ts';
import { codeOf, startServer, type TestServer, textOf } from '#core/egress/hostile-server.fixture.ts';
import type { FoundPlugin } from '#core/plugins/plugins.ts';
import type { Ctx, Tool } from '#plugin-api';
import { calling, obey } from '../../harness/obey.ts';
import { outcome, pendingAsk, say, send } from '../../harness/talk.ts';
import { outsideText, toolOf, toolPlugin } from '../../harness/tool-plugin.ts';
import { startWorld, type World } from '../../harness/world.ts';

// Two hosts on this machine that the owner typed into the settings of a plugin; the first sends on to the second.
let w: World;
let near: TestServer;
let far: TestServer;
let namesItsCall: boolean;
const nearUrl = (path = '/') => `http://127.0.0.1:${near.port}${path}`;
const farUrl = (path = '/') => `http://localhost:${far.port}${path}`;

const fetchingPlugin = (): FoundPlugin => ({
  folder: 'fetching',
  manifest: {
    id: 'fetching',
    version: '1.0.0',
    apiVersion: 1,
    title: 'Fetching',
    description: 'Fetches.',
    entry: './index.ts',
    runs: 'host',
    permissions: [{ kind: 'network', why: 'To fetch.', hosts: ['*'] }],
    contributes: [{ kind: 'tool', id: 'fetching', title: 'Fetch' }],
    settings: {
      type: 'object',
      properties: { near: { type: 'string', title: 'Near', default: '' }, far: { type: 'string', title: 'Far', default: '' } },
    },
  },
  load: async () => ({ plugin: { activate: async (ctx: Ctx) => void ctx.register({ kind: 'tool', impl: fetching(ctx) }) } }),
});
const fetching = (ctx: Ctx): Tool =>
  toolOf('fetching', {
    flows: { untrustedSource: true, secretSource: false, publicSink: true },
    input: { type: 'object', properties: { url: { type: 'string' } }, required: ['url'] },
    async *run(input, { callId }, signal) {
      const init = namesItsCall ? { callId } : {};
      const work = ctx.fetch(String(input.url), init, signal).then(({ body }) => textOf(body));
      const code = await codeOf(work);
      yield { done: { ok: true, value: { text: code === 'went-through' ? await work : `failed: ${code}` } } };
    },
  });

beforeEach(async () => {
  namesItsCall = true;
  far = await startServer((_, response) => response.end('the far page'));
  near = await startServer((request, response) => {
    if (request.url === '/far') response.writeHead(302, { location: farUrl('/page') }).end();
    else if (request.url === '/here') response.writeHead(302, { location: '/' }).end();
    else response.end('the near page');
  });
  w = await startWorld({ plugins: [fetchingPlugin(), toolPlugin({ tools: [outsideText] })] });
  w.sim.script(obey);
  await w.client.plugins.saveSettings({ id: 'fetching', settings: { near: nearUrl(), far: farUrl() } });
});
afterEach(async () => {
  await w.close();
  await near.close();
  await far.close();
});

const fetched = async (url: string): Promise<string> => (await say(w.client, w.chatId, calling('fetching', { url }))).reply ?? '';
const rule = (decision: RuleBody['decision'], host: string): Promise<unknown> =>
  w.client.rules.add({ workspace: 'home', rule: { tool: 'fetching', conditions: [{ is: 'host-in', hosts: [host] }], decision } });
const refusedRows = async () => (await w.client.audit.list({})).filter(({ outcome: what }) => what === 'redirect-refused');

it('follows a redirect to a host that no rule is about, and one within a host that a person approved', async () => {
  expect(await fetched(nearUrl('/far'))).toContain('the far page');
  await rule('ask', '127.0.0.1');
  const turn = await send(w.client, w.chatId, calling('fetching', { url: nearUrl('/here') }));
  await w.client.asks.answer({ id: (await pendingAsk(w.client)).id, decision: 'approve' });
  expect((await outcome(w.client, turn)).reply).toContain('the near page');
  expect(await refusedRows()).toEqual([]);
});

it.each(['deny', 'ask'] as const)(
  'stops before a host that a rule says %s about, and says so to the agent and in the log',
  async (decision) => {
    await rule(decision, 'localhost');
    expect(await fetched(nearUrl('/far'))).toContain('failed: redirect-not-allowed');
    expect(far.seen).toEqual([]);
    expect(near.seen.map(({ url }) => url)).toEqual(['/far']);
    expect(await refusedRows()).toMatchObject([{ decision: 'deny', rule: expect.stringMatching(/^rule:/), about: 'use fetching' }]);
  },
);

it('goes nowhere else than to the host that a person approved', async () => {
  await rule('ask', '127.0.0.1');
  const turn = await send(w.client, w.chatId, calling('fetching', { url: nearUrl('/far') }));
  await w.client.asks.answer({ id: (await pendingAsk(w.client)).id, decision: 'approve' });
  expect((await outcome(w.client, turn)).reply).toContain('failed: redirect-not-allowed');
  expect(far.seen).toEqual([]);
});

it('holds a request that names no call against the calls that its plugin has open', async () => {
  namesItsCall = false;
  expect(await fetched(nearUrl('/far'))).toContain('the far page');
  await rule('deny', 'localhost');
  expect(await fetched(nearUrl('/far'))).toContain('failed: redirect-not-allowed');
  expect(far.seen).toHaveLength(1);
});

it('does not count against a redirect that its own answer is outside text', async () => {
  await say(w.client, w.chatId, calling('glob', { pattern: '*' }));
  expect(await fetched(nearUrl('/far'))).toContain('the far page');
});
