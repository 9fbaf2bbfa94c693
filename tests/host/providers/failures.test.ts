import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelErrorCode, type ModelProvider, modelErrorCodes } from '#plugin-api';
import { modelErrorTexts, renderModelError } from '../../../main/contract/text/model-errors.ts';
import { plugin as anthropic } from '../../../plugins/anthropic/index.ts';
import { plugin as openai } from '../../../plugins/openai-compatible/index.ts';
import type { Action } from '../../sim/models/actions.ts';
import { type ModelSim, startModelSim } from '../../sim/models/server.ts';
import { accountAt, activate, never, testKey } from './under-test.ts';

const selfSigned = async (): Promise<{ key: string; cert: string }> => {
  const folder = await mkdtemp(join(tmpdir(), 'certificate-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const args = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=127.0.0.1',
    ];
    await promisify(execFile)('openssl', [...args, '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert]);
    return { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** An address where nothing listens: the port was free a moment ago. */
const closedAddress = async (): Promise<string> => {
  const sim = await startModelSim();
  await sim.close();
  return sim.url;
};

/** A server that does not speak HTTP at all. */
const startBabbler = (): Promise<{ url: string; close(): void }> =>
  new Promise((resolve) => {
    const server = createServer((socket) => socket.on('error', () => {}).end('220 mail.example ready\r\n'));
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({ url: `http://127.0.0.1:${port}`, close: () => server.close() });
    });
  });

const refusals: readonly { code: ModelErrorCode; action: Action }[] = [
  {
    code: 'key-rejected',
    action: { do: 'answer', status: 401, body: { error: { type: 'authentication_error', message: `bad key ${testKey}` } } },
  },
  { code: 'payment', action: { do: 'answer', status: 402, body: {} } },
  { code: 'model-forbidden', action: { do: 'answer', status: 403, body: {} } },
  { code: 'path-not-found', action: { do: 'answer', status: 404, body: '404 page not found' } },
  { code: 'rate-limited', action: { do: 'answer', status: 429, body: {}, headers: { 'retry-after': '3' } } },
  { code: 'server-error', action: { do: 'answer', status: 500, body: {} } },
  { code: 'not-an-api', action: { do: 'answer', status: 200, body: '<html>Welcome to the hotel</html>' } },
  { code: 'no-answer', action: { do: 'hang' } },
  { code: 'not-json', action: { do: 'answer', status: 200, body: 'hello there' } },
];

describe.each([
  { name: 'anthropic', plugin: anthropic, tail: '' },
  { name: 'openai', plugin: openai, tail: '/v1' },
])('the test of an account of $name', ({ plugin, tail }) => {
  let sim: ModelSim;
  let tls: ModelSim;
  let provider: ModelProvider;
  beforeAll(async () => {
    [sim, tls] = await Promise.all([startModelSim(), startModelSim({ tls: await selfSigned() })]);
    provider = await activate(plugin, { idleTimeoutSeconds: 0.25, firstAnswerTimeoutSeconds: 0.25 });
  });
  afterAll(() => Promise.all([sim.close(), tls.close()]));

  const codeAt = async (url: string): Promise<string> => {
    const result = await provider.test(accountAt(url + tail), 'sim-large', never);
    expect(JSON.stringify(result)).not.toContain(testKey);
    return result.ok ? 'ok' : result.code;
  };

  it('says in twelve different sentences what is wrong', async () => {
    const seen: string[] = [await codeAt('http://no-such-host.invalid'), await codeAt(await closedAddress()), await codeAt(tls.url)];
    for (const { action } of refusals) {
      sim.script(() => [action]);
      seen.push(await codeAt(sim.url));
    }
    expect(seen).toEqual(['dns', 'refused', 'tls', ...refusals.map(({ code }) => code)]);
    const texts = seen.map((code) => renderModelError(code as keyof typeof modelErrorTexts, { account: 'work', host: '127.0.0.1' }));
    expect(new Set(texts.map(({ what }) => what)).size).toBe(12);
    expect(new Set(texts.map(({ next }) => next)).size).toBe(12);
  });

  it('sends no key over a connection that is not safe', async () => {
    expect(await codeAt(tls.url)).toBe('tls');
    expect(tls.requests).toHaveLength(0);
  });

  it('takes a server that is no web server for unreachable', async () => {
    const babbler = await startBabbler();
    try {
      expect(await codeAt(babbler.url)).toBe('unreachable');
    } finally {
      babbler.close();
    }
  });

  it('tells a secure address that speaks plainly from a closed one', async () => {
    expect(await codeAt(sim.url.replace('http:', 'https:'))).toBe('tls');
  });

  it('resolves as aborted when it is aborted', async () => {
    expect(await provider.test(accountAt(sim.url + tail), 'sim-large', AbortSignal.abort())).toMatchObject({ ok: false, code: 'aborted' });
  });
});

describe('the error codes of providers', () => {
  it('each have their text, and no text is without a code', () => {
    expect(Object.keys(modelErrorTexts).sort()).toEqual([...modelErrorCodes].sort());
  });
});
