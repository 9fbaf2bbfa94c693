import { implement } from '@orpc/server';
import { contract } from '#contract/ui/contract.ts';
import type { DeputyView } from '#contract/ui/domains/deputy.ts';

const os = implement(contract);

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
    },
  };
};
