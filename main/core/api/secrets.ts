import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

export const secretRoutes = (os: Base, { secrets, secretAsks, store, views }: ApiDeps) => ({
  list: os.secrets.list.handler(({ input }) => secrets.list(input.workspaceId)),
  put: os.secrets.put.handler(({ input, context }) => {
    secrets.keep(input, { personId: store.people.owner().id, surface: context.surface });
    return secrets.list(input.workspaceId);
  }),
  change: os.secrets.change.handler(({ input, context }) => {
    secrets.change(input, { personId: store.people.owner().id, surface: context.surface });
    return secrets.list(input.workspaceId);
  }),
  remove: os.secrets.remove.handler(({ input, context }) => {
    secrets.remove(input.workspaceId, input.name, { personId: store.people.owner().id, surface: context.surface });
    return { removed: true as const };
  }),
  answer: os.secrets.answer.handler(({ input, context }) =>
    views.askView(secretAsks.answer({ ...input, person: store.people.owner(), surface: context.surface })),
  ),
});
