import { AppError, messageOf } from '#contract/errors.ts';
import { reason } from '#contract/model/reason.ts';
import type { Workspace } from '#contract/model/records.ts';
import { isolationText, renderReason } from '#contract/text/render.ts';
import type { ConnectionView, ImageView, SandboxLiveView, SandboxPanelView } from '#contract/ui/domains/sandbox.ts';
import type { SandboxProvider, SandboxSpec } from '#plugin-api';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Sandboxes, SandboxUsage } from '../sandbox/ports.ts';
import type { ConnectionMade, NetworkMode, SandboxSettings, WorkspaceMount } from '../store/repositories/networks.ts';
import type { Store } from '../store/store.ts';
import { hostOf } from './host-name.ts';
import type { Mounts } from './mounts.ts';
import type { ProfilesService } from './profiles.ts';

const recentRows = 20;
/** What a start may take before the answer says how far it is. */
const patienceMs = 10_000;
const closed: SandboxSettings = { mode: 'off', hosts: [], mounts: [] };

export interface SandboxPanelDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly sandboxes: Sandboxes;
  readonly mounts: Mounts;
  readonly offered: () => readonly { readonly pluginId: string; readonly impl: SandboxProvider }[];
  /** What a workspace's choice comes to. */
  readonly wanted: (choice: string) => string;
  readonly limits: SandboxSpec['limits'];
  readonly profiles: Pick<ProfilesService, 'network' | 'checkNetwork' | 'checkMounts'>;
  readonly log: Log;
}

/** A workspace's sandbox as its owner sees and steers it. */
export const createSandboxPanel = (deps: SandboxPanelDeps) => {
  const { store, sandboxes, mounts } = deps;
  const must = (id: string): Workspace => {
    const workspace = store.workspaces.byId(id);
    if (!workspace) throw new AppError('not-found', { what: 'workspace', name: id });
    return workspace;
  };
  // An engine that is off has its row among the faults; here it only has nothing to give.
  const unasked =
    <T>(what: string, nothing: T) =>
    (error: unknown): T => {
      deps.log('warn', `the ${what} could not be asked for`, { error: messageOf(error) });
      return nothing;
    };
  const images = async (): Promise<ImageView[]> =>
    (
      await Promise.all(
        deps.offered().map(async ({ impl: provider }) => {
          const found = (await provider.images?.().catch(unasked('images', []))) ?? [];
          return found.map((image) => ({ provider: provider.id, ...image }));
        }),
      )
    ).flat();
  const processesOf = async (id: string): Promise<SandboxPanelView['processes']> => {
    const toolbox = sandboxes.running(id);
    if (toolbox === null) return [];
    if (!toolbox.hello.features.includes('processes')) return null;
    return toolbox.processes(AbortSignal.timeout(5_000)).catch(unasked('processes', []));
  };
  const usageOf = (id: string): Promise<SandboxUsage | null> => sandboxes.usage(id).catch(unasked('usage', null));
  const imageOf = async (id: string | null): Promise<SandboxPanelView['image']> => {
    if (id === null) return null;
    const ours = (await images()).find((image) => image.id === id);
    return { id, name: ours?.name ?? null, bytes: ours?.bytes ?? null };
  };
  /** What runs, else what would be started. */
  const inForce = async (id: string) => {
    const now = sandboxes.status().find(({ workspaceId, state }) => workspaceId === id && state !== 'absent' && state !== 'failed');
    const force = now?.provider ? now : await sandboxes.inForce(id);
    const sentence = force?.isolation ? (isolationText[force.isolation] ?? '') : renderReason(reason('sandbox-none'));
    return { provider: force?.provider ?? null, isolation: force?.isolation ?? null, version: force?.version ?? null, sentence };
  };

  const panel = async (id: string): Promise<SandboxPanelView> => {
    const { sandbox } = must(id);
    const row = store.sandboxes.get(id);
    const [usage, processes, states, force] = await Promise.all([usageOf(id), processesOf(id), mounts.states(id), inForce(id)]);
    return {
      workspaceId: id,
      state: row?.state ?? 'absent',
      reason: row?.reason ?? null,
      choice: sandbox,
      wanted: deps.wanted(sandbox),
      ...force,
      sentence: states.length > 0 ? `${force.sentence}, and the extra folders below` : force.sentence,
      epoch: row?.epoch ?? 0,
      image: await imageOf(usage?.image ?? null),
      limits: deps.limits,
      startedAt: usage?.startedAt ?? null,
      adopted: usage?.adopted ?? false,
      usage: usageView(usage),
      processes: processes === null ? null : [...processes],
      network: {
        mode: deps.profiles.network(id).mode,
        hosts: store.networks.hosts(id),
        recent: store.networks.made(id, null, recentRows).map(connectionView),
      },
      mounts: states,
      faults: sandboxes.faults(),
      kinds: [...deps.offered()]
        .sort((a, b) => b.impl.priority - a.impl.priority)
        .map(({ pluginId, impl }) => ({ provider: impl.id, plugin: pluginId, isolation: impl.isolation })),
    };
  };
  /** The change, then the panel as it is now. */
  const after = async (id: string, change: () => unknown): Promise<SandboxPanelView> => {
    must(id);
    await change();
    return panel(id);
  };
  const settingsOf = (id: string) => ({
    mode: store.networks.mode(id),
    hosts: store.networks.hosts(id),
    mounts: store.networks.mounts(id),
  });

  return {
    panel,
    live: async (id: string): Promise<SandboxLiveView> => {
      must(id);
      const [usage, processes] = await Promise.all([usageOf(id), processesOf(id)]);
      return { atMs: performance.now(), usage: usageView(usage), processes: processes === null ? null : [...processes] };
    },
    start: (id: string) => after(id, () => soon(sandboxes.acquire(id, new AbortController().signal))),
    restart: (id: string) => after(id, () => soon(sandboxes.restart(id))),
    stop: (id: string) => after(id, () => sandboxes.stop(id)),
    reset: async (id: string) => {
      must(id);
      const before = settingsOf(id);
      store.networks.replace(id, closed, deps.clock.now());
      await sandboxes.stop(id);
      return { panel: await panel(id), before };
    },
    putBack: (id: string, before: SandboxSettings) =>
      after(id, () => {
        const hosts = before.hosts.map(hostOf);
        const named = new Map(before.mounts.map((mount) => [mount.name, mounts.named(mount)]));
        store.networks.replace(id, { mode: before.mode, hosts, mounts: [...named.values()] }, deps.clock.now());
        return sandboxes.refresh();
      }),
    setNetwork: (id: string, mode: NetworkMode) =>
      after(id, () => {
        deps.profiles.checkNetwork(id, { mode, hosts: [] });
        store.networks.setMode(id, mode);
      }),
    allowHost: (id: string, host: string) =>
      after(id, () => {
        deps.profiles.checkNetwork(id, { mode: 'allow-list', hosts: [hostOf(host)] });
        store.networks.allow(id, hostOf(host), deps.clock.now());
      }),
    forgetHost: (id: string, host: string) => after(id, () => store.networks.forget(id, host)),
    connections: (id: string, before: number | null, limit: number): ConnectionView[] => {
      must(id);
      return store.networks.made(id, before, limit).map(connectionView);
    },
    tryMount: (id: string, mount: WorkspaceMount) => mounts.attempt(must(id).id, mount),
    setMount: (id: string, mount: WorkspaceMount) =>
      after(id, () => {
        deps.profiles.checkMounts(id);
        mounts.set(id, mount);
        return sandboxes.refresh();
      }),
    removeMount: (id: string, name: string) =>
      after(id, () => {
        mounts.remove(id, name);
        return sandboxes.refresh();
      }),
    images,
    removeUnusedImages: async (): Promise<{ freedBytes: number }> => {
      let freedBytes = 0;
      for (const { impl: provider } of deps.offered())
        freedBytes += (await provider.removeUnused?.().catch(unasked('images', null)))?.freedBytes ?? 0;
      return { freedBytes };
    },
  };
};
export type SandboxPanel = ReturnType<typeof createSandboxPanel>;

/** What goes on for longer is told by the state. */
const soon = async (work: Promise<unknown>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([work, patience]).finally(() => clearTimeout(timer));
};

const usageView = (usage: SandboxUsage | null): SandboxPanelView['usage'] =>
  usage === null ? null : { cpuSeconds: usage.cpu, memBytes: usage.memBytes, calls: usage.calls };

const connectionView = (made: ConnectionMade): ConnectionView => ({
  ...made,
  text: renderReason({ code: `egress-${made.outcome}`, params: { host: made.host, port: made.port } }),
  canAllow: made.outcome === 'not-allowed' || made.outcome === 'network-off',
});
