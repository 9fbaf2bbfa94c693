import { isolationText, renderReason } from '#contract/text/render.ts';
import type { LinkView } from '#contract/ui/domains/links.ts';
import type { SandboxView } from '#contract/ui/host-views.ts';
import { readLog } from '../base/log-read.ts';
import { statusRows } from '../store/views/status.ts';
import type { Base } from './api.ts';
import { runDoctor } from './doctor.ts';
import type { ApiDeps } from './ports.ts';
import { taskViews } from './turns.ts';

export const hostRoutes = (os: Base, deps: ApiDeps) => {
  const { store, about } = deps;
  return {
    status: os.host.status.handler(async ({ context }) => ({
      host: {
        ...about,
        url: context.url(),
        vault: deps.vault.state(),
        paused: deps.pause.isPaused(),
        stopped: deps.emergency.isOn(),
        notices: [...deps.notices],
      },
      ...withLinks(statusRows(store.db), deps.links.list()),
      sandboxes: await sandboxViews(deps),
      tasks: taskViews(deps),
    })),
    watch: os.host.watch.handler(({ input, signal }) => deps.watch.watch(input.since, signal ?? new AbortController().signal)),
    openLink: os.host.openLink.handler(({ context }) => ({ url: context.openLink() })),
    stop: os.host.stop.handler(({ context }) => {
      // Who asked hears the answer first.
      setImmediate(context.stop);
      return { stopping: true as const };
    }),
    pause: os.host.pause.handler(({ input }) => {
      deps.pause.set(input.paused);
      return { paused: deps.pause.isPaused() };
    }),
    doctor: os.host.doctor.handler(() => runDoctor(deps)),
    logs: os.host.logs.handler(({ input }) =>
      readLog(deps.logsDir, { limit: input.limit, ...(input.turnId ? { containing: input.turnId } : {}) }),
    ),
  };
};

// What the database does not know of linked numbers: how fresh their state is.
const withLinks = (rows: ReturnType<typeof statusRows>, links: readonly LinkView[]) => ({
  ...rows,
  connections: rows.connections.map((c) => {
    const link = links.find(({ id }) => id === c.id);
    return link ? { ...c, reason: link.reason, heardAt: link.heardAt, nextTryAt: link.nextTryAt } : c;
  }),
});

/** A row for each workspace: what runs, or what would be started. */
export const sandboxViews = async ({ store, sandboxes }: Pick<ApiDeps, 'store' | 'sandboxes'>): Promise<SandboxView[]> => {
  const running = new Map(sandboxes.status().map((s) => [s.workspaceId, s]));
  return Promise.all(
    store.workspaces.list().map(async (w): Promise<SandboxView> => {
      const now = running.get(w.id);
      const force = now?.provider
        ? { provider: now.provider, isolation: now.isolation, version: now.version }
        : await sandboxes.inForce(w.id);
      const sentence = force?.isolation ? (isolationText[force.isolation] ?? '') : renderReason({ code: 'sandbox-none', params: {} });
      return {
        workspaceId: w.id,
        workspace: w.name,
        provider: force?.provider ?? null,
        isolation: force?.isolation ?? null,
        version: force?.version ?? null,
        state: now?.state ?? 'absent',
        reason: now?.reason ?? null,
        sentence,
      };
    }),
  );
};
