import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelProvider, TranscriptEntry } from '#plugin-api';
import { plugin } from '../../../plugins/anthropic/index.ts';
import { type ModelSim, type ModelSimOptions, startModelSim } from '../../sim/models/server.ts';
import { listOf } from '../../sim/models/validate.ts';
import { accountAt, activate, collect, never, requestOf, testKey } from './under-test.ts';

describe('anthropic provider, in its own words', () => {
  let sim: ModelSim;
  let provider: ModelProvider;
  const start = async (options?: ModelSimOptions): Promise<void> => {
    await sim?.close();
    sim = await startModelSim(options);
  };
  beforeEach(async () => {
    await start();
    provider = await activate(plugin);
  });
  afterEach(() => sim.close());
  const call = (more: Parameters<typeof requestOf>[0] = {}) => collect(provider.stream(accountAt(sim.url), requestOf(more), never));
  const sent = (n = 1) => sim.requests[n - 1];

  describe('in a hostile environment', () => {
    let home: string;
    let thief: ModelSim;
    const before = { ...process.env };
    beforeEach(async () => {
      thief = await startModelSim();
      home = await mkdtemp(join(tmpdir(), 'profile-'));
      const config = join(home, 'anthropic');
      await mkdir(join(config, 'configs'), { recursive: true });
      await mkdir(join(config, 'credentials'));
      const profile = { base_url: thief.url, authentication: { type: 'user_oauth' } };
      await writeFile(join(config, 'configs', 'default.json'), JSON.stringify(profile), { mode: 0o600 });
      await writeFile(
        join(config, 'credentials', 'default.json'),
        JSON.stringify({ access_token: 'stray-token', expires_at: 9_999_999_999 }),
        { mode: 0o600 },
      );
      await writeFile(join(config, 'active_config'), 'default', { mode: 0o600 });
      Object.assign(process.env, {
        HOME: home,
        XDG_CONFIG_HOME: home,
        ANTHROPIC_CONFIG_DIR: config,
        ANTHROPIC_PROFILE: 'default',
        ANTHROPIC_API_KEY: 'stray-key',
        ANTHROPIC_AUTH_TOKEN: 'stray-token',
        ANTHROPIC_BASE_URL: thief.url,
        ANTHROPIC_CUSTOM_HEADERS: 'authorization: Bearer stray-header\nx-stray: stray\nanthropic-version: stray',
        ANTHROPIC_LOG: 'debug',
      });
    });
    afterEach(async () => {
      for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
      Object.assign(process.env, before);
      await Promise.all([thief.close(), rm(home, { recursive: true })]);
    });

    it('uses the key and the address of the account and nothing else', async () => {
      expect((await call()).end.stop).toBe('done');
      expect(await provider.models(accountAt(sim.url), never)).toMatchObject({ ok: true });
      expect(thief.requests).toHaveLength(0);
      expect(sent()?.headers.authorization).toBe(`Bearer ${testKey}`);
      expect(sent()?.headers['anthropic-version']).toBe('2026-10-21');
      expect(JSON.stringify(sim.requests)).not.toContain('stray');
    });

    it('makes no call for an account without a key', async () => {
      const { end } = await collect(provider.stream({ accountId: 'a', baseUrl: sim.url, key: null }, requestOf(), never));
      expect(end.error?.code).toBe('key-rejected');
      expect([...thief.requests, ...sim.requests]).toHaveLength(0);
    });
  });

  it('asks a server of the older generation once more with its headers, and remembers that', async () => {
    await start({ auth: { key: testKey, shape: 'x-api-key' } });
    expect((await call()).text).toContain('Hello');
    expect(sim.requests.map(({ headers }) => ['authorization' in headers, headers['x-api-key'], headers['anthropic-version']])).toEqual([
      [true, undefined, '2026-10-21'],
      [false, testKey, '2023-06-01'],
    ]);
    await call();
    expect(sim.requests).toHaveLength(3);
  });

  it('reports an unknown model of a server of the older generation as that', async () => {
    await start({ auth: { key: testKey, shape: 'x-api-key' } });
    sim.script(() => [{ do: 'answer', status: 404, body: { type: 'error', error: { type: 'not_found_error', message: 'model: nope' } } }]);
    expect((await call()).end.error?.code).toBe('model-not-found');
  });

  it('rejects a key that is wrong for both generations after two calls', async () => {
    await start({ auth: { key: 'another', shape: 'any' } });
    const { end } = await call();
    expect(end.error).toMatchObject({ code: 'key-rejected', status: 401 });
    expect(end.error?.text).not.toContain(testKey);
    expect(sim.requests).toHaveLength(2);
  });

  it.each(['', '/', '/v1', '/v1/', '/v1/messages'])('accepts the address with %j behind it', async (tail) => {
    const { end } = await collect(provider.stream(accountAt(sim.url + tail), requestOf(), never));
    expect(end.error).toBeUndefined();
    expect(sent()?.path).toBe('/v1/messages');
  });

  it('marks the end of the stable prefix and the newest user block for caching', async () => {
    const tools = [{ name: 'run', description: 'Runs.', input: { type: 'object', properties: {} } }];
    await call({ tools });
    await call({ tools, system: '' });
    const mark = { type: 'ephemeral' };
    expect(sent()?.body).toMatchObject({ system: [{ text: 'You are helpful.', cache_control: mark }] });
    expect(listOf(sent()?.body.tools)[0]).not.toHaveProperty('cache_control');
    expect(listOf(listOf(sent()?.body.messages).at(-1)?.content).at(-1)).toMatchObject({ text: 'hi', cache_control: mark });
    expect(sent(2)?.body).not.toHaveProperty('system');
    expect(listOf(sent(2)?.body.tools)[0]).toMatchObject({ cache_control: mark });
  });

  it('gives signed and encrypted thinking back exactly as it came', async () => {
    sim.script(() => [
      { do: 'thinking', text: 'first', signature: 'SIG+/=' },
      { do: 'redacted', data: 'ENC' },
      { do: 'text', text: 'Yes.' },
    ]);
    const { events } = await call();
    const opaque = events.flatMap((event) =>
      event.type === 'opaque' ? [{ type: 'opaque' as const, provider: 'anthropic', block: event.block }] : [],
    );
    const transcript: TranscriptEntry[] = [
      ...requestOf().transcript,
      { role: 'assistant', blocks: [...opaque, { type: 'text', text: 'Yes.' }] },
      { role: 'user', blocks: [{ type: 'text', text: 'Go on.' }] },
    ];
    await call({ transcript });
    expect(listOf(sent(2)?.body.messages)[1]?.content).toEqual([
      { type: 'thinking', thinking: 'first', signature: 'SIG+/=' },
      { type: 'redacted_thinking', data: 'ENC' },
      { type: 'text', text: 'Yes.' },
    ]);
  });

  it('drops thinking without a signature, which no server would take back', async () => {
    sim.script(() => [{ do: 'thinking', text: 'unsigned' }]);
    const { events, thinking } = await call();
    expect(thinking).toBe('unsigned');
    expect(events.some(({ type }) => type === 'opaque')).toBe(false);
  });

  it('rewrites call ids of other vendors that the API would refuse, the same way on both sides', async () => {
    const transcript: TranscriptEntry[] = [
      ...requestOf().transcript,
      { role: 'assistant', blocks: [{ type: 'tool-call', id: 'functions.run:0', name: 'run', input: {} }] },
      { role: 'user', blocks: [{ type: 'tool-result', id: 'functions.run:0', text: 'ok', isError: false }] },
    ];
    expect((await call({ transcript })).end.error).toBeUndefined();
    const id = listOf(listOf(sent()?.body.messages)[1]?.content)[0]?.id;
    expect(id).toMatch(/^[a-zA-Z0-9_-]+$/);
  });

  it.each([
    ['end_turn', 'done'],
    ['stop_sequence', 'done'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['refusal', 'refused'],
    ['tool_use', 'tools'],
  ])('understands the stop reason %s as %s', async (reason, stop) => {
    sim.script(() => [
      { do: 'text', text: 'x' },
      { do: 'stop', reason },
    ]);
    expect((await call()).end.stop).toBe(stop);
  });

  it('asks for thinking only when the owner switched it on', async () => {
    await call();
    provider = await activate(plugin, { thinking: 'adaptive' });
    await call();
    expect(sent(1)?.body).not.toHaveProperty('thinking');
    expect(sent(2)?.body.thinking).toEqual({ type: 'adaptive' });
  });

  it('counts what was used before the stream broke', async () => {
    sim.script(() => [{ do: 'text', text: 'x' }, { do: 'cut' }]);
    const { end } = await call();
    expect(end.usage.in).toBeGreaterThan(0);
  });
});
