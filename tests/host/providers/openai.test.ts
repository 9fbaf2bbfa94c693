import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelProvider, TranscriptEntry } from '#plugin-api';
import { detectLocalServers, plugin } from '../../../plugins/openai-compatible/index.ts';
import type { Action } from '../../sim/models/actions.ts';
import { type ModelSim, startModelSim } from '../../sim/models/server.ts';
import { listOf } from '../../sim/models/validate.ts';
import { accountAt, activate, collect, never, requestOf } from './under-test.ts';

describe('openai provider, in its own words', () => {
  let sim: ModelSim;
  let provider: ModelProvider;
  beforeEach(async () => {
    sim = await startModelSim();
    provider = await activate(plugin);
  });
  afterEach(() => sim.close());
  const call = (more: Parameters<typeof requestOf>[0] = {}) => collect(provider.stream(accountAt(`${sim.url}/v1`), requestOf(more), never));
  const answer = (...actions: Action[]) => {
    sim.script(() => actions);
    return call();
  };
  const sent = (n = 1) => sim.requests[n - 1];
  const chunk = (delta: object, finish: string | null = null): Action => ({
    do: 'raw',
    bytes: `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`,
  });

  it('sends no authorization at all for an account without a key', async () => {
    const { end } = await collect(provider.stream({ accountId: 'a', baseUrl: `${sim.url}/v1`, key: null }, requestOf(), never));
    expect(end.stop).toBe('done');
    expect(sent()?.headers).not.toHaveProperty('authorization');
  });

  it('takes nothing from the environment', async () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      OPENAI_API_KEY: 'stray',
      OPENAI_BASE_URL: 'http://127.0.0.1:9',
      OPENAI_ORG_ID: 'stray',
      OPENAI_PROJECT_ID: 'stray',
    });
    try {
      expect((await call()).end.stop).toBe('done');
      expect(JSON.stringify(sent())).not.toContain('stray');
    } finally {
      for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    }
  });

  it.each(['', '/', '/v1', '/v1/', '/v1/chat/completions'])('accepts the address with %j behind it', async (tail) => {
    const { end } = await collect(provider.stream(accountAt(sim.url + tail), requestOf(), never));
    expect(end.error).toBeUndefined();
    expect(sent()?.path).toBe('/v1/chat/completions');
  });

  it('asks again without the usage option when a server refuses it, and remembers that', async () => {
    sim.script(({ body }) =>
      'stream_options' in body
        ? [{ do: 'answer', status: 422, body: { detail: 'Unknown field: stream_options' } }]
        : [{ do: 'text', text: 'fine' }],
    );
    const { text, end } = await call();
    expect([text, end.stop, end.usage.out]).toEqual(['fine', 'done', 0]);
    await call();
    expect(sim.requests.map(({ body }) => 'stream_options' in body)).toEqual([true, false, false]);
  });

  it('copes with a server that ignores the usage option', async () => {
    await sim.close();
    sim = await startModelSim({ withoutUsage: true });
    expect((await call()).end).toMatchObject({ stop: 'done', usage: { in: 0, out: 0 } });
  });

  it('changes the name of the output limit when the server asks for the other one', async () => {
    sim.script(({ body }) =>
      'max_tokens' in body
        ? [
            {
              do: 'answer',
              status: 400,
              body: {
                error: {
                  message: "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
                  type: 'invalid_request_error',
                },
              },
            },
          ]
        : [{ do: 'text', text: 'fine' }],
    );
    expect((await call()).text).toBe('fine');
    expect(sent(2)?.body.max_completion_tokens).toBe(1000);
  });

  it.each([
    ['stop', 'done'],
    ['length', 'length'],
    ['content_filter', 'refused'],
  ])('understands the finish reason %s as %s', async (reason, stop) => {
    expect((await answer({ do: 'text', text: 'x' }, { do: 'stop', reason })).end.stop).toBe(stop);
  });

  it('takes a stream that never says why it ended for a cut one, also with an end mark', async () => {
    const { end, text } = await answer({ do: 'text', text: 'so' }, { do: 'stop', reason: null });
    expect([text, end.error?.code]).toEqual(['so', 'stream-cut']);
  });

  it('does not run a tool call of a stream that was cut', async () => {
    const { events } = await answer({ do: 'tool', name: 'run', id: 'call_1', input: { command: 'rm x' } }, { do: 'end-early' });
    expect(events.map(({ type }) => type)).toEqual(['tool-begin', 'end']);
  });

  it('tells parallel calls apart that all say index 0, or have no index', async () => {
    const piece = (index: number | undefined, id: string, command: string) =>
      chunk({ tool_calls: [{ index, id, function: { name: 'run', arguments: JSON.stringify({ command }) } }] });
    const { events, end } = await answer(piece(0, 'a', 'ls'), piece(0, 'b', 'pwd'), piece(undefined, 'c', 'id'), chunk({}, 'stop'), {
      do: 'end-early',
    });
    expect(events.flatMap((event) => (event.type === 'tool' ? [[event.id, event.inputJson]] : []))).toEqual([
      ['a', '{"command":"ls"}'],
      ['b', '{"command":"pwd"}'],
      ['c', '{"command":"id"}'],
    ]);
    expect(end.stop).toBe('tools');
  });

  it('invents an id for a call without one and reads input that is an object', async () => {
    const { events } = await answer(
      chunk({ tool_calls: [{ index: 0, function: { name: 'run', arguments: { command: 'ls' } } }] }),
      chunk({}, 'tool_calls'),
      { do: 'end-early' },
    );
    const tool = events.find((event) => event.type === 'tool');
    expect(tool).toMatchObject({ name: 'run', inputJson: '{"command":"ls"}' });
    expect(tool?.id).toMatch(/^call_.{10,}/);
  });

  it('reads comments, carriage returns, data without a space and events in several pieces', async () => {
    const event = JSON.stringify({ choices: [{ delta: { content: 'fine' }, finish_reason: 'stop' }] });
    const { text } = await answer(
      { do: 'split', bytes: 3 },
      { do: 'raw', bytes: `: PROCESSING\r\n\r\ndata:${event}\r\n\r\ndata: [DONE]\r\n\r\n` },
      { do: 'end-early' },
    );
    expect(text).toBe('fine');
  });

  it('gives reasoning back under the name it came with, next to the calls it led to', async () => {
    const { events, thinking } = await answer(
      chunk({ reasoning: 'let me look' }),
      chunk({ tool_calls: [{ index: 0, id: 'a', function: { name: 'run', arguments: '{}' } }] }),
      chunk({}, 'tool_calls'),
      { do: 'end-early' },
    );
    expect(thinking).toBe('let me look');
    const block = events.find((event) => event.type === 'opaque')?.block ?? {};
    const transcript: TranscriptEntry[] = [
      ...requestOf().transcript,
      {
        role: 'assistant',
        blocks: [
          { type: 'opaque', provider: 'openai', block },
          { type: 'tool-call', id: 'a', name: 'run', input: {} },
        ],
      },
      { role: 'user', blocks: [{ type: 'tool-result', id: 'a', text: 'ok', isError: false }] },
    ];
    sim.script(() => [{ do: 'text', text: 'ok' }]);
    await call({ transcript });
    await call({ transcript, model: 'another' });
    const message = (n: number) => listOf(sent(n)?.body.messages).find(({ role }) => role === 'assistant');
    expect(message(2)).toMatchObject({ reasoning: 'let me look' });
    expect(message(3)).not.toHaveProperty('reasoning');
  });

  it('reads the status that a gateway puts into the stream', async () => {
    const { end } = await answer(
      { do: 'raw', bytes: 'data: {"error":{"code":429,"message":"upstream is busy"}}\n\n' },
      { do: 'end-early' },
    );
    expect(end.error).toMatchObject({ code: 'rate-limited', retryable: true });
  });

  it('says that a model is missing in the words of a local server', async () => {
    const { end } = await answer({ do: 'answer', status: 404, body: { error: 'model "qwen3" not found, try pulling it first' } });
    expect(end.error?.code).toBe('model-not-found');
  });
});

describe('detection of local model servers', () => {
  const portOf = (url: string): number => Number(new URL(url).port);

  it('finds model servers and leaves out web servers, closed ports and silent ones', async () => {
    const models = await startModelSim({ models: ['qwen3:8b'] });
    const silent = await startModelSim();
    silent.scriptModels(() => [{ do: 'hang' }]);
    const json = await startModelSim();
    json.scriptModels(() => [{ do: 'answer', status: 200, body: { data: [{ title: 'no model' }] } }]);
    const web = createServer((_, response) => response.end('<html>It works</html>'));
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    try {
      const ports = [portOf(models.url), portOf(silent.url), portOf(json.url), (web.address() as AddressInfo).port, 9];
      const found = await detectLocalServers(
        never,
        ports.map((port) => ({ name: `port ${port}`, port })),
      );
      expect(found).toEqual([{ name: `port ${ports[0]}`, baseUrl: `${models.url}/v1`, models: ['qwen3:8b'] }]);
      expect(models.requests[0]?.headers).not.toHaveProperty('authorization');
    } finally {
      web.closeAllConnections();
      web.close();
      await Promise.all([models.close(), silent.close(), json.close()]);
    }
  });

  it('finds a server that has no model yet', async () => {
    const empty = await startModelSim();
    empty.scriptModels(() => [{ do: 'answer', status: 200, body: { object: 'list', data: null } }]);
    try {
      expect(await detectLocalServers(never, [{ name: 'Ollama', port: portOf(empty.url) }])).toMatchObject([
        { name: 'Ollama', models: [] },
      ]);
    } finally {
      await empty.close();
    }
  });

  it('finds nothing when it is aborted', async () => {
    expect(await detectLocalServers(AbortSignal.abort())).toEqual([]);
  });
});
