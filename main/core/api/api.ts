import { implement, ORPCError } from '@orpc/server';
import { isAppError, messageOf } from '#contract/errors.ts';
import { reason } from '#contract/model/reason.ts';
import { renderReason } from '#contract/text/render.ts';
import { contract } from '#contract/ui/contract.ts';
import { accountRoutes } from './accounts.ts';
import { chatRoutes } from './chats.ts';
import { hostRoutes } from './host.ts';
import { pluginRoutes } from './plugins.ts';
import type { ApiDeps } from './ports.ts';
import { turnRoutes } from './turns.ts';
import { workspaceRoutes } from './workspaces.ts';

/** What the shell knows of a caller; never taken from an input. */
export interface ShellContext {
  readonly surface: 'desktop' | 'cli' | 'browser';
  /** A one-use link for a browser. */
  readonly openLink: () => string;
  readonly url: () => string | null;
  readonly stop: () => void;
}

const base = (deps: ApiDeps) =>
  implement(contract)
    .$context<ShellContext>()
    .use(async ({ next }) => {
      try {
        return await next();
      } catch (error) {
        if (error instanceof ORPCError) throw error;
        if (!isAppError(error)) {
          deps.log('error', 'a call failed', { error: messageOf(error), stack: error instanceof Error ? error.stack : null });
          throw error;
        }
        throw new ORPCError('APP', {
          defined: true,
          status: 400,
          data: { code: error.code, params: error.data, text: renderReason(reason(error.code, error.data)) },
        });
      }
    });
export type Base = ReturnType<typeof base>;

/** contract/ui, implemented: parse, call one service or view, map errors. Nothing is decided in here. */
export const createApi = (deps: ApiDeps) => {
  const os = base(deps);
  return os.router({
    host: hostRoutes(os, deps),
    ...chatRoutes(os, deps),
    ...turnRoutes(os, deps),
    ...accountRoutes(os, deps),
    ...workspaceRoutes(os, deps),
    plugins: pluginRoutes(os, deps),
  });
};
export type Api = ReturnType<typeof createApi>;
