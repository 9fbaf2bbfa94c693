import { implement, ORPCError } from '@orpc/server';
import { AppError, isAppError, messageOf } from '#contract/errors.ts';
import { reason } from '#contract/model/reason.ts';
import { renderReason } from '#contract/text/render.ts';
import { contract } from '#contract/ui/contract.ts';
import { accountRoutes } from './accounts.ts';
import { activityRoutes } from './activity.ts';
import { auditRoutes } from './audit.ts';
import { blobRoutes } from './blobs.ts';
import { chatRoutes } from './chats.ts';
import { deputyRoutes } from './deputy.ts';
import { emergencyRoutes } from './emergency.ts';
import { fileRoutes } from './files.ts';
import { healthRoutes } from './health.ts';
import { hostRoutes } from './host.ts';
import { linkRoutes } from './links.ts';
import { logRoutes } from './logs.ts';
import { memoryRoutes } from './memories.ts';
import { peopleRoutes } from './people.ts';
import { pluginRoutes } from './plugins.ts';
import type { ApiDeps } from './ports.ts';
import { sandboxRoutes } from './sandbox.ts';
import { secretRoutes } from './secrets.ts';
import { securityRoutes } from './security.ts';
import { sendingRoutes } from './sending.ts';
import { settingsRoutes } from './settings.ts';
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

// Any file that the host writes (an upload, settings, a key) may find the disk full.
const knownError = (error: unknown): AppError | null => {
  if (isAppError(error)) return error;
  return (error as NodeJS.ErrnoException | null)?.code === 'ENOSPC' ? new AppError('disk-full', {}, { cause: error }) : null;
};

const base = (deps: ApiDeps) =>
  implement(contract)
    .$context<ShellContext>()
    .use(async ({ next }) => {
      try {
        return await next();
      } catch (error) {
        if (error instanceof ORPCError) throw error;
        const known = knownError(error);
        if (known === null) {
          deps.log('error', 'a call failed', { error: messageOf(error), stack: error instanceof Error ? error.stack : null });
          throw error;
        }
        throw new ORPCError('APP', {
          defined: true,
          status: 400,
          data: { code: known.code, params: known.data, text: renderReason(reason(known.code, known.data)) },
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
    audit: auditRoutes(os, deps),
    blobs: blobRoutes(os, deps),
    ...turnRoutes(os, deps),
    ...accountRoutes(os, deps),
    ...workspaceRoutes(os, deps),
    ...securityRoutes(os, deps),
    emergency: emergencyRoutes(os, deps),
    files: fileRoutes(os, deps),
    memories: memoryRoutes(os, deps),
    plugins: pluginRoutes(os, deps),
    activity: activityRoutes(os, deps),
    health: healthRoutes(os, deps),
    links: linkRoutes(os, deps),
    people: peopleRoutes(os, deps),
    logs: logRoutes(os, deps),
    secrets: secretRoutes(os, deps),
    sending: sendingRoutes(os, deps),
    deputy: deputyRoutes(os, deps),
    sandbox: sandboxRoutes(os, deps),
    settings: settingsRoutes(os, deps),
  });
};
export type Api = ReturnType<typeof createApi>;
