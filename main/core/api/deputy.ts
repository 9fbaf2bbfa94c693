import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

/** Who judges outside text and what goes out. */
export const deputyRoutes = (os: Base, { deputy }: ApiDeps) => ({
  get: os.deputy.get.handler(() => deputy.view()),
  set: os.deputy.set.handler(({ input }) => deputy.choose(input.accountId, input.model)),
  test: os.deputy.test.handler(({ signal }) => deputy.tryOut(signal ?? new AbortController().signal)),
});
