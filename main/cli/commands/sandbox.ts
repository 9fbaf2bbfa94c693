import type { HostClient } from '#contract/client/connect.ts';
import { renderReason } from '#contract/text/render.ts';
import type { SandboxPanelView } from '#contract/ui/domains/sandbox.ts';
import { type CliCommand, type Invocation, show, UsageError } from '../command.ts';
import { withHost } from '../connection.ts';
import { sizeText } from '../size-text.ts';
import { workspaceId } from '../workspace-id.ts';

/** The sandboxes of workspaces: state, restart, stop, reset; what takes up the disk, and what of it can go. */
export const sandbox: CliCommand = {
  name: 'sandbox',
  usage: 'sandbox status|start|restart|stop|reset [WORKSPACE] · sandbox space|clean',
  summary: 'Sandboxes: how they stand, end or begin anew; disk space, and [clean] of images that nothing uses',
  options: { workspace: { type: 'string' } },
  run: (call) =>
    withHost(call.env.home, async (host) => {
      const [verb = 'status', name] = call.positionals;
      switch (verb) {
        case 'status':
          return status(call, host, name);
        case 'start':
        case 'restart':
        case 'stop':
          return one(call, await host.sandbox[verb]({ id: await workspaceId(call, host, name) }));
        case 'reset':
          return one(call, (await host.sandbox.reset({ id: await workspaceId(call, host, name) })).panel);
        case 'space':
          return space(call, host);
        case 'clean':
          return clean(call, host);
        default:
          throw new UsageError(`There is no "sandbox ${verb}".`);
      }
    }),
};

const one = (call: Invocation, panel: SandboxPanelView): number => {
  show(call.env, panel, () => lines(panel));
  return panel.state === 'failed' ? 1 : 0;
};

const lines = (panel: SandboxPanelView): string[] => {
  const { state, provider, version, sentence, reason, usage, processes, network, mounts } = panel;
  return [
    `${state}  ${version ?? provider ?? 'none'}: ${sentence}`,
    ...(reason === null ? [] : [`  ${renderReason(reason)}`]),
    ...(usage === null ? [] : [`  memory ${sizeText(usage.memBytes)}  processor ${usage.cpuSeconds.toFixed(1)} s so far`]),
    ...(processes ?? []).map(({ pid, command }) => `  process ${pid}  ${command}`),
    `  network ${network.mode}${network.hosts.length > 0 ? `: ${network.hosts.join(', ')}` : ''}`,
    ...mounts.map(
      (mount) =>
        `  folder ${mount.path}  ${mount.write === null ? 'refused' : mount.write ? 'can be changed' : 'read only'}${mount.reason ? `  ${renderReason(mount.reason)}` : ''}`,
    ),
  ];
};

const status = async (call: Invocation, host: HostClient, name: string | undefined): Promise<number> => {
  const all = name === undefined ? await host.workspaces.list() : [{ id: await workspaceId(call, host, name), name }];
  const panels = await Promise.all(all.map(async (workspace) => ({ workspace: workspace.name, ...(await host.sandbox.panel(workspace)) })));
  show(call.env, panels, () => panels.flatMap((panel) => [panel.workspace, ...lines(panel).map((line) => `  ${line}`)]));
  return 0;
};

const space = async (call: Invocation, host: HostClient): Promise<number> => {
  const [found, images] = await Promise.all([host.sandbox.space(), host.sandbox.images()]);
  show(call.env, { ...found, images }, () => [
    ...(found.freeBytes === null ? [] : [`${sizeText(found.freeBytes)} free`]),
    ...found.workspaces.map(
      (w) => `workspace ${w.name}  ${sizeText(w.bytes)}${w.trashBytes > 0 ? `, ${sizeText(w.trashBytes)} of it in its trash` : ''}`,
    ),
    ...found.data.map(({ what, bytes }) => `${what}  ${sizeText(bytes)}`),
    ...images.map((image) => `image ${image.name}  ${sizeText(image.bytes)}  ${image.inUse ? 'in use' : 'not in use'}`),
  ]);
  return 0;
};

const clean = async (call: Invocation, host: HostClient): Promise<number> => {
  const freed = await host.sandbox.removeUnusedImages();
  show(call.env, freed, () => [freed.freedBytes === 0 ? 'There was nothing to remove.' : `Freed ${sizeText(freed.freedBytes)}.`]);
  return 0;
};
