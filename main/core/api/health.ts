import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

export const healthRoutes = (os: Base, { health }: ApiDeps) => ({
  rows: os.health.rows.handler(() => health.rows()),
  check: os.health.check.handler(() => health.check()),
  fix: os.health.fix.handler(async ({ input }) => {
    await health.fix(input.kind, input.target);
    return health.rows();
  }),
});
