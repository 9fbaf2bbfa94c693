import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelErrorCode, ModelProvider } from '#plugin-api';
import type { Action } from '../../sim/models/actions.ts';
import { type ModelSim, startModelSim } from '../../sim/models/server.ts';
import { accountAt, activate, collect, never, type ProviderUnderTest, requestOf, testKey } from './under-test.ts';

/** What every model provider must say when a call fails, over real sockets. */
export const describeProviderFaults = (name: string, made: ProviderUnderTest): void => {
  describe(`${name} provider, when a call fails`, () => {
    let sim: ModelSim;
    let provider: ModelProvider;
    const impatient = { idleTimeoutSeconds: 0.25, firstAnswerTimeoutSeconds: 0.25 };
    beforeEach(async () => {
      sim = await startModelSim();
      provider = await activate(made.plugin);
    });
    afterEach(() => sim.close());
    const account = () => accountAt(made.baseUrl(sim.url));
    const answer = (...actions: Action[]) => {
      sim.script(() => actions);
      return collect(provider.stream(account(), requestOf(), never));
    };

    const vendorBody = (type: string, message: string) => ({ type: 'error', error: { type, code: type, message } });
    const faults: readonly { what: string; actions: Action[]; code: ModelErrorCode; retryable: boolean; impatient?: true }[] = [
      {
        what: 'a rejected key',
        actions: [{ do: 'answer', status: 401, body: vendorBody('authentication_error', 'invalid') }],
        code: 'key-rejected',
        retryable: false,
      },
      {
        what: 'an unpaid account',
        actions: [{ do: 'answer', status: 402, body: vendorBody('billing_error', 'pay') }],
        code: 'payment',
        retryable: false,
      },
      {
        what: 'a used-up quota',
        actions: [{ do: 'answer', status: 429, body: vendorBody('insufficient_quota', 'pay') }],
        code: 'payment',
        retryable: false,
      },
      {
        what: 'a forbidden model',
        actions: [{ do: 'answer', status: 403, body: vendorBody('permission_error', 'no') }],
        code: 'model-forbidden',
        retryable: false,
      },
      {
        what: 'an unknown model',
        actions: [{ do: 'answer', status: 404, body: vendorBody('not_found_error', 'model: nope') }],
        code: 'model-not-found',
        retryable: false,
      },
      {
        what: 'a wrong path',
        actions: [{ do: 'answer', status: 404, body: '404 page not found' }],
        code: 'path-not-found',
        retryable: false,
      },
      {
        what: 'a rate limit',
        actions: [{ do: 'answer', status: 429, body: vendorBody('rate_limit_error', 'slow') }],
        code: 'rate-limited',
        retryable: true,
      },
      {
        what: 'a broken server',
        actions: [{ do: 'answer', status: 500, body: vendorBody('api_error', 'oops') }],
        code: 'server-error',
        retryable: true,
      },
      {
        what: 'a gateway page',
        actions: [{ do: 'answer', status: 502, body: '<html>Bad gateway</html>' }],
        code: 'server-error',
        retryable: true,
      },
      {
        what: 'an overloaded server',
        actions: [{ do: 'answer', status: 529, body: vendorBody('overloaded_error', 'busy') }],
        code: 'overloaded',
        retryable: true,
      },
      {
        what: 'a request that is too large',
        actions: [{ do: 'answer', status: 413, body: vendorBody('request_too_large', 'big') }],
        code: 'too-large',
        retryable: false,
      },
      {
        what: 'a full context',
        actions: [{ do: 'answer', status: 400, body: vendorBody('invalid_request_error', 'prompt is too long: 9 tokens > 8 maximum') }],
        code: 'context-full',
        retryable: false,
      },
      {
        what: 'a bad request',
        actions: [{ do: 'answer', status: 400, body: vendorBody('invalid_request_error', 'what?') }],
        code: 'bad-request',
        retryable: false,
      },
      {
        what: 'a web page',
        actions: [{ do: 'answer', status: 200, body: '<!doctype html><p>Log in to the hotel network</p>' }],
        code: 'not-an-api',
        retryable: false,
      },
      {
        what: 'JSON that is no answer',
        actions: [{ do: 'answer', status: 200, body: { hello: 'world' } }],
        code: 'not-an-api',
        retryable: false,
      },
      {
        what: 'truncated JSON',
        actions: [{ do: 'answer', status: 200, body: '{"id": "msg_1", "type": "mess' }],
        code: 'not-json',
        retryable: true,
      },
      {
        what: 'a redirect',
        actions: [{ do: 'answer', status: 302, headers: { location: 'https://elsewhere.invalid/' } }],
        code: 'not-an-api',
        retryable: false,
      },
      { what: 'no answer', actions: [{ do: 'hang' }], code: 'no-answer', retryable: true, impatient: true },
      {
        what: 'headers and then nothing',
        actions: [{ do: 'begin' }, { do: 'stall' }],
        code: 'no-answer',
        retryable: true,
        impatient: true,
      },
      {
        what: 'silence in the middle',
        actions: [{ do: 'text', text: 'so' }, { do: 'stall' }],
        code: 'no-answer',
        retryable: true,
        impatient: true,
      },
      { what: 'a cut socket', actions: [{ do: 'text', text: 'so' }, { do: 'cut' }], code: 'stream-cut', retryable: true },
      { what: 'a missing end', actions: [{ do: 'text', text: 'so' }, { do: 'end-early' }], code: 'stream-cut', retryable: true },
      {
        what: 'a stream without events',
        actions: [{ do: 'answer', status: 200, body: '', headers: { 'content-type': 'text/event-stream' } }],
        code: 'stream-cut',
        retryable: true,
      },
      {
        what: 'an event that is not JSON',
        actions: [{ do: 'text', text: 'so' }, { do: 'broken-json' }],
        code: 'not-json',
        retryable: true,
      },
      {
        what: 'an overload in the middle',
        actions: [
          { do: 'text', text: 'so' },
          { do: 'error-event', type: 'overloaded_error', message: 'busy' },
        ],
        code: 'overloaded',
        retryable: true,
      },
      {
        what: 'a server error in the middle',
        actions: [
          { do: 'text', text: 'so' },
          { do: 'error-event', type: 'api_error', message: 'oops' },
        ],
        code: 'server-error',
        retryable: true,
      },
    ];
    it.each(faults)('says $code after $what', async (fault) => {
      if (fault.impatient) provider = await activate(made.plugin, impatient);
      const { end, text } = await answer(...fault.actions);
      expect(end).toMatchObject({ stop: 'error', error: { code: fault.code, retryable: fault.retryable } });
      // What was said before the fault is kept.
      expect(text).toBe(fault.actions.some((action) => action.do === 'text') ? 'so' : '');
      expect(sim.requests.length).toBeLessThanOrEqual(fault.code === 'key-rejected' ? 2 : 1);
    });

    it.each<{ headers: Record<string, string>; ms: number | undefined }>([
      { headers: { 'retry-after': '7' }, ms: 7000 },
      { headers: { 'retry-after-ms': '1500', 'retry-after': '9' }, ms: 1500 },
      { headers: { 'retry-after': 'nonsense' }, ms: undefined },
    ])('reads the time to wait from $headers', async ({ headers, ms }) => {
      const { end } = await answer({ do: 'answer', status: 429, headers, body: vendorBody('rate_limit_error', 'slow') });
      expect(end.error?.retryAfterMs).toBe(ms);
    });

    it('understands a time to wait that is a date', async () => {
      const { end } = await answer({ do: 'answer', status: 503, headers: { 'retry-after': new Date(Date.now() + 60_000).toUTCString() } });
      expect(end.error?.retryAfterMs).toBeGreaterThan(50_000);
    });

    it('shows no part of the key when a server quotes it in its error', async () => {
      sim.script(({ headers }) => [
        { do: 'answer', status: 400, body: vendorBody('invalid_request_error', `bad ${JSON.stringify(headers)} and sk-test-0123***cdef`) },
      ]);
      const { end } = await collect(provider.stream(account(), requestOf(), never));
      expect(end.error?.text).toContain('•••');
      expect(JSON.stringify(end)).not.toMatch(/sk-test|0123|cdef/);
    });

    it.each(['sk-line\nbreak-0123456789', 'sk-ключ-0123456789'])(
      'rejects the unusable key %j without a call and without quoting it',
      async (key) => {
        provider = await activate(made.plugin, {}, key);
        const { end } = await collect(provider.stream(account(), requestOf(), never));
        expect(end.error?.code).toBe('key-rejected');
        expect(JSON.stringify(end)).not.toContain('0123456789');
        expect(sim.requests).toHaveLength(0);
      },
    );

    it('never quotes a password from the address', async () => {
      const { end } = await collect(provider.stream(accountAt('http://me:hunter22@127.0.0.1:9/v1'), requestOf(), never));
      expect(end.stop).toBe('error');
      expect(JSON.stringify(end)).not.toContain('hunter22');
    });

    it('sends the key to the address of the account only, also when that redirects', async () => {
      const thief = await startModelSim();
      try {
        const { end } = await answer({ do: 'answer', status: 307, headers: { location: `${thief.url}/v1/messages` } });
        expect(end.error?.code).toBe('not-an-api');
        expect(thief.requests).toHaveLength(0);
        expect(JSON.stringify(sim.requests[0]?.headers)).toContain(testKey);
      } finally {
        await thief.close();
      }
    });

    it('says that the vault is locked when the key cannot be read', async () => {
      provider = await activate(made.plugin, {}, new Error('vault-locked'));
      const { end } = await collect(provider.stream(account(), requestOf(), never));
      expect(end.error).toMatchObject({ code: 'vault-locked', retryable: false });
    });
  });
};
