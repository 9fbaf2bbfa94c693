import { isIP } from 'node:net';
import { AppError, messageOf } from '#contract/errors.ts';
import { renderReason } from '#contract/text/render.ts';
import type { ConnectionView, SandboxPanelView } from '#contract/ui/domains/sandbox.ts';
import type { SandboxProvider } from '#plugin-api';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Sandboxes } from '../sandbox/ports.ts';
import type { ConnectionMade, NetworkMode } from '../store/repositories/networks.ts';
import type { Store } from '../store/store.ts';
import type { Mounts } from './mounts.ts';

const recentRows = 20;
const hostForm = /^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** A workspace's sandbox as its owner sees and steers it. */
export const createSandboxPanel = (deps: {
  store: Store;
  clock: Clock;
  sandboxes: Sandboxes;
  mounts: Mounts;
  providers: () => readonly SandboxProvider[];
  log: Log;
}) => {
  const { store, sandboxes, mounts } = deps;
  const must = (id: string): void => {
    if (!store.workspaces.byId(id)) throw new AppError('not-found', { what: 'workspace', name: id });
  };

  const panel = async (id: string): Promise<SandboxPanelView> => {
    must(id);
    const row = store.sandboxes.get(id);
    const [usage, processes, states] = await Promise.all([
      sandboxes.usage(id).catch(() => null),
      sandboxes
        .running(id)
        ?.processes(AbortSignal.timeout(5_000))
        .catch(() => []) ?? [],
      mounts.states(id),
    ]);
    return {
      workspaceId: id,
      state: row?.state ?? 'absent',
      reason: row?.reason ?? null,
      provider: row?.provider ?? null,
      epoch: row?.epoch ?? 0,
      image: usage?.image ?? null,
      startedAt: usage?.startedAt ?? null,
      adopted: usage?.adopted ?? false,
      usage: usage === null ? null : { cpuSeconds: usage.cpu, memBytes: usage.memBytes, calls: usage.calls },
      processes: [...processes],
      network: {
        mode: store.networks.mode(id),
        hosts: store.networks.hosts(id),
        recent: store.networks.made(id, null, recentRows).map(connectionView),
      },
      mounts: states,
      faults: sandboxes.faults(),
    };
  };
  // An engine that is off has its row among the faults; here it only has nothing to give.
  const unasked =
    <T>(provider: string, nothing: T) =>
    (error: unknown): T => {
      deps.log('warn', 'the images could not be asked for', { provider, error: messageOf(error) });
      return nothing;
    };
  /** The change, then the panel as it is now. */
  const after = async (id: string, change: () => unknown): Promise<SandboxPanelView> => {
    must(id);
    await change();
    return panel(id);
  };

  return {
    panel,
    restart: (id: string) => after(id, () => sandboxes.restart(id)),
    stop: (id: string) => after(id, () => sandboxes.stop(id)),
    setNetwork: (id: string, mode: NetworkMode) => after(id, () => store.networks.setMode(id, mode)),
    allowHost: (id: string, host: string) => after(id, () => store.networks.allow(id, hostOf(host), deps.clock.now())),
    forgetHost: (id: string, host: string) => after(id, () => store.networks.forget(id, host)),
    connections: (id: string, before: number | null, limit: number): ConnectionView[] => {
      must(id);
      return store.networks.made(id, before, limit).map(connectionView);
    },
    setMount: (id: string, mount: { name: string; path: string; write: boolean }) =>
      after(id, () => {
        mounts.set(id, mount);
        return sandboxes.refresh();
      }),
    removeMount: (id: string, name: string) =>
      after(id, () => {
        mounts.remove(id, name);
        return sandboxes.refresh();
      }),
    images: async () =>
      (
        await Promise.all(
          deps.providers().map(async (provider) => {
            const images = (await provider.images?.().catch(unasked(provider.id, []))) ?? [];
            return images.map((image) => ({ provider: provider.id, ...image }));
          }),
        )
      ).flat(),
    removeUnusedImages: async (): Promise<{ freedBytes: number }> => {
      let freedBytes = 0;
      for (const provider of deps.providers())
        freedBytes += (await provider.removeUnused?.().catch(unasked(provider.id, null)))?.freedBytes ?? 0;
      return { freedBytes };
    },
  };
};
export type SandboxPanel = ReturnType<typeof createSandboxPanel>;

/** A name, or `*.` and a name: what a connection is compared with. Numbers are allowed by their number only. */
const hostOf = (typed: string): string => {
  const bad = new AppError('host-bad', { host: typed });
  if (/[\s/?#@\\]/.test(typed)) throw bad;
  const isBelow = typed.startsWith('*.');
  const host =
    URL.parse(`http://${isBelow ? typed.slice(2) : typed}/`)
      ?.host.replace(/\.$/, '')
      .replace(/^\[|\]$/g, '') ?? '';
  if (!hostForm.test(host) && !(isIP(host) === 6 && !isBelow)) throw bad;
  return isBelow ? `*.${host}` : host;
};

const connectionView = (made: ConnectionMade): ConnectionView => ({
  ...made,
  text: renderReason({ code: `egress-${made.outcome}`, params: { host: made.host, port: made.port } }),
  canAllow: made.outcome === 'not-allowed' || made.outcome === 'network-off',
});
