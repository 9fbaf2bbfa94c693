import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

export const workspaceRoutes = (os: Base, { workspaces }: ApiDeps) => ({
  workspaces: {
    list: os.workspaces.list.handler(() => workspaces.list()),
    add: os.workspaces.add.handler(({ input: { name, ...rest } }) => workspaces.add(name, rest)),
    set: os.workspaces.set.handler(({ input: { name, ...rest } }) => workspaces.set(name, rest)),
    clearTaint: os.workspaces.clearTaint.handler(({ input }) => workspaces.clearTaint(input.name)),
  },
});
