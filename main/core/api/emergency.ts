import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

export const emergencyRoutes = (os: Base, { emergency, store }: ApiDeps) => ({
  get: os.emergency.get.handler(() => emergency.view()),
  stop: os.emergency.stop.handler(() => emergency.stop(store.people.owner())),
  release: os.emergency.release.handler(async ({ input }) => {
    await emergency.release(store.people.owner(), input);
    return emergency.view();
  }),
});
