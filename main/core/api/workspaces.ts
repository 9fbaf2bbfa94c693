import { AppError } from '#contract/errors.ts';
import type { SandboxView } from '#contract/ui/host-views.ts';
import type { Base } from './api.ts';
import { sandboxViews } from './host.ts';
import type { ApiDeps } from './ports.ts';

/** Longer than any start may take with its retries. */
const sandboxStartMs = 120_000;

export const workspaceRoutes = (os: Base, deps: ApiDeps) => {
  const { workspaces, shelf, sandboxes } = deps;
  const sandboxOf = async (id: string): Promise<SandboxView> => {
    const view = (await sandboxViews(deps)).find(({ workspaceId }) => workspaceId === id);
    if (!view) throw new AppError('not-found', { what: 'workspace', name: id });
    return view;
  };
  return {
    workspaces: {
      list: os.workspaces.list.handler(() => workspaces.list()),
      add: os.workspaces.add.handler(({ input: { name, ...rest } }) => workspaces.add(name, rest)),
      set: os.workspaces.set.handler(({ input: { name, ...rest } }) => workspaces.set(name, rest)),
      setFolder: os.workspaces.setFolder.handler(({ input: { name, ...rest } }) => shelf.setFolder(name, rest)),
      clearTaint: os.workspaces.clearTaint.handler(({ input }) => workspaces.clearTaint(input.name, input.cause)),
      resting: os.workspaces.resting.handler(() => shelf.list()),
      archive: os.workspaces.archive.handler(async ({ input }) => {
        await shelf.archive(input.id);
        return { archived: true as const };
      }),
      unarchive: os.workspaces.unarchive.handler(({ input }) => shelf.unarchive(input.id)),
      belongings: os.workspaces.belongings.handler(({ input }) => shelf.belongings(input.id)),
      remove: os.workspaces.remove.handler(({ input }) => shelf.remove(input.id, input.name)),
      restore: os.workspaces.restore.handler(({ input }) => shelf.restore(input.id)),
      sandbox: os.workspaces.sandbox.handler(({ input }) => sandboxOf(input.id)),
      startSandbox: os.workspaces.startSandbox.handler(async ({ input }) => {
        await sandboxOf(input.id);
        await sandboxes.acquire(input.id, AbortSignal.timeout(sandboxStartMs));
        return sandboxOf(input.id);
      }),
      stopSandbox: os.workspaces.stopSandbox.handler(async ({ input }) => {
        await sandboxOf(input.id);
        await sandboxes.stop(input.id);
        return sandboxOf(input.id);
      }),
    },
  };
};
