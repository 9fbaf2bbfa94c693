import { afterEach, expect, it } from 'vitest';
import type { FoundPlugin } from '#core/plugins/plugins.ts';
import { type HostUnderTest, startHost } from '../harness/in-process-host.ts';
import { say } from '../harness/talk.ts';

let t: HostUnderTest;
afterEach(() => t.stop());

const manifest = (id: string, contributes: object[] = [{ kind: 'tool', id: `${id}-tool`, title: 'A tool' }]) => ({
  id,
  version: '1.0.0',
  apiVersion: 1,
  title: id,
  description: `The plugin ${id}.`,
  entry: './index.ts',
  runs: 'host',
  permissions: [],
  contributes,
});
const never = new Promise<never>(() => undefined);
const tool = { kind: 'tool', id: 'say-hello', title: 'Hello' };
const good: FoundPlugin = {
  folder: 'good',
  manifest: manifest('good', [tool]),
  load: async () => ({
    plugin: {
      activate: async (ctx: { register(c: object): void }) =>
        ctx.register({
          kind: 'tool',
          impl: {
            name: 'say_hello',
            description: 'Says hello.',
            input: { type: 'object', properties: {} },
            tier: 'read',
            flows: { untrustedSource: false, secretSource: false, publicSink: false },
            effect: 'none',
            async *run() {
              yield { done: { ok: true, value: { text: 'hello' } } };
            },
          },
        }),
    },
  }),
};

it('is ready with six broken plugins, which are waited for at the same time; each is listed with its reason and all others work', async () => {
  let waiting = 0;
  let mostWaiting = 0;
  // Goes on for ever, and notices when it was given up.
  const hanging = (id: string): FoundPlugin => ({
    folder: id,
    manifest: manifest(id),
    load: async () => ({
      plugin: {
        activate: (ctx: { signal: AbortSignal }) => {
          mostWaiting = Math.max(mostWaiting, ++waiting);
          ctx.signal.addEventListener('abort', () => waiting--, { once: true });
          return never;
        },
      },
    }),
  });
  const broken: FoundPlugin[] = [
    { folder: 'throws', manifest: manifest('throws-on-import'), load: () => Promise.reject(new Error('no such module: left-pad')) },
    { folder: 'hangs', manifest: manifest('never-resolves'), load: () => never },
    {
      folder: 'fails',
      manifest: manifest('fails-in-activate'),
      load: async () => ({ plugin: { activate: () => Promise.reject(new Error('my disk is on fire')) } }),
    },
    { folder: 'twin', manifest: manifest('good'), load: async () => ({ plugin: { activate: async () => undefined } }) },
    { folder: 'unreadable', manifest: { id: 'X' }, load: () => never },
    hanging('hangs-too'),
    hanging('hangs-as-well'),
  ];
  t = await startHost({ plugins: [good, ...broken] });
  expect(mostWaiting).toBe(2);
  expect(waiting).toBe(0);
  const list = new Map((await t.client.plugins.list()).map((p) => [p.id, p]));
  expect(list.get('throws-on-import')).toMatchObject({
    state: 'failed',
    reason: { code: 'plugin-failed', params: { detail: 'no such module: left-pad' } },
  });
  for (const id of ['never-resolves', 'hangs-too', 'hangs-as-well'])
    expect(list.get(id)).toMatchObject({ state: 'failed', reason: { code: 'plugin-failed' } });
  expect(list.get('fails-in-activate')).toMatchObject({ state: 'failed', reason: { params: { detail: 'my disk is on fire' } } });
  expect(list.get('good (twin)')).toMatchObject({ state: 'failed', reason: { code: 'plugin-id-taken' } });
  expect(list.get('folder-unreadable')).toMatchObject({ state: 'failed', reason: { code: 'manifest-invalid' } });
  for (const id of ['good', 'practice', 'embedded', 'openai-compatible', 'anthropic']) expect(list.get(id)?.state).toBe('active');
  expect((await say(t.client, t.chatId, 'run echo works')).reply).toContain('works');
});

it.each([
  ['tool', 'read', 'read'],
  ['tool', 'ask_user', 'ask-user'],
  ['channel', 'desktop', 'desktop'],
])('does not let a plugin stand in for the %s "%s" of the host', async (kind, id, declared) => {
  const impl = kind === 'tool' ? { name: id } : { id };
  const plugin = { activate: async (ctx: { register(c: object): void }) => ctx.register({ kind, impl }) };
  t = await startHost({
    plugins: [{ folder: 'shadow', manifest: manifest('shadow', [{ kind, id: declared, title: 'Mine' }]), load: async () => ({ plugin }) }],
  });
  expect((await t.client.plugins.list()).find((p) => p.id === 'shadow')).toMatchObject({
    state: 'failed',
    reason: { code: 'plugin-failed', params: { detail: `${kind} "${id}" is already there: it is Pynchy's own` } },
  });
});

it('turns a plugin off and on without a restart, and remembers it over one', async () => {
  t = await startHost();
  await t.client.plugins.setEnabled({ id: 'practice', enabled: false });
  const off = await say(t.client, t.chatId, 'hello');
  expect(off).toMatchObject({ state: 'failed', turn: { reason: { code: 'provider-off' } } });
  await t.stop();
  const { home } = t;
  t = await startHost({ home });
  expect((await t.client.plugins.list()).find((p) => p.id === 'practice')).toMatchObject({ enabled: false, state: 'disabled' });
  await t.client.plugins.setEnabled({ id: 'practice', enabled: true });
  expect((await say(t.client, t.chatId, 'hello')).state).toBe('answered');
});

it('stays off when it is turned off while it starts', async () => {
  let fail: (error: Error) => void = () => undefined;
  const slow: FoundPlugin = { folder: 'slow', manifest: manifest('slow'), load: () => new Promise((_, reject) => (fail = reject)) };
  const starting = startHost({ plugins: [{ ...slow, load: async () => ({ plugin: { activate: async () => undefined } }) }] });
  t = await starting;
  await t.client.plugins.setEnabled({ id: 'slow', enabled: false });
  await t.stop();
  const { home } = t;
  t = await startHost({ home, plugins: [slow] });
  const enabling = t.client.plugins.setEnabled({ id: 'slow', enabled: true });
  await t.client.plugins.setEnabled({ id: 'slow', enabled: false });
  fail(new Error('interrupted'));
  await enabling;
  expect((await t.client.plugins.list()).find((p) => p.id === 'slow')).toMatchObject({ enabled: false, state: 'disabled' });
});
