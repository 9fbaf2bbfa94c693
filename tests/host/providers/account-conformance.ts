import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelProvider } from '#plugin-api';
import { type ModelSim, startModelSim } from '../../sim/models/server.ts';
import { listOf } from '../../sim/models/validate.ts';
import { accountAt, activate, never, type ProviderUnderTest } from './under-test.ts';

/** What every model provider must do for the accounts page: list models and test an account. */
export const describeProviderAccounts = (name: string, made: ProviderUnderTest): void => {
  describe(`${name} provider, for the accounts page`, () => {
    let sim: ModelSim;
    let provider: ModelProvider;
    beforeEach(async () => {
      sim = await startModelSim();
      provider = await activate(made.plugin);
    });
    afterEach(() => sim.close());
    const account = () => accountAt(made.baseUrl(sim.url));

    it('lists the models', async () => {
      expect(await provider.models(account(), never)).toMatchObject({ ok: true, value: [{ id: 'sim-large' }, { id: 'sim-haiku' }] });
    });

    it.each([
      { what: 'a web page', action: { do: 'answer', status: 200, body: '<html>hi</html>' }, code: 'not-an-api' },
      { what: 'something else', action: { do: 'answer', status: 200, body: { hello: 1 } }, code: 'not-an-api' },
      { what: 'a rejected key', action: { do: 'answer', status: 401, body: {} }, code: 'key-rejected' },
      { what: 'half a list', action: { do: 'answer', status: 200, body: '{"data": [' }, code: 'not-json' },
    ] as const)('cannot list the models after $what and says $code', async ({ action, code }) => {
      sim.scriptModels(() => [action]);
      expect(await provider.models(account(), never)).toMatchObject({ ok: false, code });
    });

    it('tests an account with one small call to the given model', async () => {
      expect(await provider.test(account(), 'sim-large', never)).toMatchObject({ ok: true, value: { model: 'sim-large' } });
      expect(sim.requests.map(({ method, body }) => [method, body.model])).toEqual([['POST', 'sim-large']]);
    });

    it('tests an account with a small model of its own list when none is given', async () => {
      expect(await provider.test(account(), null, never)).toMatchObject({ ok: true, value: { model: 'sim-haiku' } });
      expect(listOf(sim.requests[1]?.body.messages)).toHaveLength(1);
    });

    it('fails a test with the reason', async () => {
      sim.script(() => [{ do: 'answer', status: 403, body: { error: { type: 'permission_error', message: 'no' } } }]);
      expect(await provider.test(account(), 'sim-large', never)).toMatchObject({ ok: false, code: 'model-forbidden' });
    });
  });
};
