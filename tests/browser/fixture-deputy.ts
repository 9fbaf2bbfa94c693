import { implement } from '@orpc/server';
import { contract } from '#contract/ui/contract.ts';
import type { DeputyTrial, DeputyView } from '#contract/ui/domains/deputy.ts';

const os = implement(contract);

// A model of this name answers, and never with a verdict.
const chatty = 'chatty-1';
const trialOf = (model: string | null): DeputyTrial => {
  const params = { account: 'work', model: model ?? 'claude-sonnet-5-5', seconds: '1.2' };
  return model === chatty
    ? { ok: false, reason: { code: 'deputy-tried-no-verdict', params: { ...params, why: 'deputy-no-json' } }, ms: 1_200, costMicros: 300 }
    : { ok: true, reason: { code: 'deputy-tried', params }, ms: 1_200, costMicros: 300 };
};

/** Who judges, as the fixture keeps it. */
export const deputyRoutes = () => {
  let view: DeputyView = { accountId: null, model: null, problem: null, notIn: [] };
  return {
    deputy: {
      get: os.deputy.get.handler(() => view),
      set: os.deputy.set.handler(({ input }) => {
        const isLocal = input.accountId === 'acc-local';
        view = {
          ...input,
          problem: isLocal ? { code: 'vault-locked', params: {} } : null,
          notIn: isLocal ? ['work'] : [],
        };
        return view;
      }),
      test: os.deputy.test.handler(() => trialOf(view.model)),
    },
  };
};
