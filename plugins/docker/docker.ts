import { randomBytes } from 'node:crypto';
import type Docker from 'dockerode';
import { type Ctx, fail, ok, type Result, type SandboxListing, type SandboxProvider, type SandboxSpec } from '#plugin-api';
import type { Progress } from './build-progress.ts';
import { containerOf, labels, userFor } from './container.ts';
import { createEngine, inTime } from './engine.ts';
import { engineFault } from './engine-fault.ts';
import { handOver } from './folders.ts';
import { freezeContainer, thawContainer } from './freeze-container.ts';
import { build, findImage, listImages, olderImage, pull, removeUnused, tagOf } from './images.ts';
import { openPipe } from './pipe.ts';
import { readRecipe } from './recipe.ts';
import type { Settings } from './settings.ts';
import { createSharedJob } from './shared-job.ts';
import { stopContainer } from './stop-container.ts';
import { tryImage } from './try-image.ts';

const progressMs = 500;
const startMs = 60_000;

/** One container per workspace, closed by default. */
export const createDocker = (options: { settings: () => Promise<Settings>; env: NodeJS.ProcessEnv; log: Ctx['log'] }): SandboxProvider => {
  const engine = createEngine(options);
  /** Images that the next start will use: they are not cleaned up. */
  const needed = new Set<string>();
  /** Images of others that were tried. */
  const fitting = new Set<string>();
  let isRootless = false;

  const client = async (): Promise<Docker> => {
    const found = await engine.client();
    if (!found.ok) throw new Error(found.text);
    return found.value;
  };

  const obtain = async (
    recipeDir: string | null,
    told: (now: Progress) => void,
    signal: AbortSignal,
  ): Promise<Result<{ image: string }>> => {
    const docker = await engine.client();
    if (!docker.ok) return docker;
    const { image } = await options.settings();
    if (image !== '') {
      const id = await findImage(docker.value, image);
      const found = id === null ? await pull(docker.value, image, told, signal) : ok({ image: id });
      if (!found.ok || fitting.has(found.value.image)) return found;
      const tried = await tryImage(docker.value, found.value.image);
      if (tried.ok) fitting.add(found.value.image);
      return tried;
    }
    const recipe = await readRecipe(recipeDir);
    if (recipe === null) return fail('image-no-recipe', 'this package has no recipe for an image');
    const id = await findImage(docker.value, tagOf(recipe));
    if (id !== null) return ok({ image: id });
    const built = await build(docker.value, recipe, { told, signal, log: options.log });
    if (built.ok || signal.aborted) return built;
    const older = await olderImage(docker.value);
    if (older === null) return built;
    options.log('warn', 'the new image could not be built; the one before it stays in use', { text: built.text });
    return ok({ image: older });
  };
  const preparing = createSharedJob<Progress, Result<{ image: string }>>(
    (recipeDir, told, signal) => obtain(recipeDir === '' ? null : recipeDir, told, signal).catch(engineFault),
    progressMs,
  );

  const start = async (spec: SandboxSpec, signal: AbortSignal): Promise<Result<{ handle: string }>> => {
    const docker = await engine.client();
    if (!docker.ok) return docker;
    const user = userFor({ uid: process.getuid?.() ?? null, gid: process.getgid?.() ?? null }, isRootless);
    const mark = `pynchy-${randomBytes(24).toString('hex')}\n`;
    let container: Docker.Container | null = null;
    try {
      await handOver(spec, user);
      container = await inTime(docker.value.createContainer(containerOf(spec, { user, mark })), startMs);
      if (signal.aborted) throw new Error('cancelled');
      await inTime(container.start(), startMs);
      return ok({ handle: container.id });
    } catch (error) {
      if (container !== null) await container.remove({ force: true, v: true }).catch(() => {}); // what is left is found by its labels
      return signal.aborted ? fail('cancelled', 'cancelled') : engineFault(error);
    }
  };

  return {
    id: 'docker',
    priority: 30,
    isolation: 'container',
    outlivesHost: true,
    notProven: ['Docker without root', 'Podman', ...(process.platform === 'darwin' ? ['Apple container'] : [])],
    probe: async () => {
      const checked = await engine.check();
      if (checked.ok) isRootless = checked.value.rootless;
      return checked.ok ? ok({ version: checked.value.version }) : checked;
    },
    prepare: async function* (recipeDir, signal) {
      for await (const event of preparing.join(recipeDir ?? '', signal)) {
        if ('progress' in event) {
          yield event.progress;
          continue;
        }
        if (event.outcome.ok) needed.clear();
        if (event.outcome.ok) needed.add(event.outcome.value.image);
        yield { done: event.outcome };
      }
    },
    start,
    open: async function* (handle, input, signal) {
      const container = (await client()).getContainer(handle);
      const { Config } = await inTime(container.inspect());
      // A number of this attachment alone: what comes before its echo was meant for another.
      const mark = Buffer.from(`${Config.Labels[labels.mark] ?? ''}${randomBytes(16).toString('hex')}`);
      const stream = (await inTime(
        container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true }),
      )) as unknown as import('node:stream').Duplex;
      const said = (text: string): void => options.log('warn', 'toolbox said', { handle: handle.slice(0, 12), text: text.slice(0, 4_000) });
      yield* openPipe({ stream, input, mark, said }, signal);
    },
    list: async (installId) => {
      const docker = await client();
      const found = await inTime(docker.listContainers({ all: true, filters: { label: [`${labels.install}=${installId}`] } }));
      return found.map(listingOf);
    },
    stop: async (handle, graceMs) => {
      const docker = await engine.client();
      return docker.ok ? stopContainer(docker.value.getContainer(handle), graceMs) : docker;
    },
    freeze: async (handle) => {
      const docker = await engine.client();
      return docker.ok ? freezeContainer(docker.value.getContainer(handle)) : docker;
    },
    thaw: async (handle) => {
      const docker = await engine.client();
      return docker.ok ? thawContainer(docker.value.getContainer(handle)) : docker;
    },
    stats: async (handle) => usageOf(await inTime((await client()).getContainer(handle).stats({ stream: false, 'one-shot': true }))),
    images: async () => listImages(await client(), needed),
    removeUnused: async () => removeUnused(await client(), needed, options.log),
  };
};

const listingOf = (info: Docker.ContainerInfo): SandboxListing => ({
  handle: info.Id,
  workspaceId: info.Labels[labels.workspace] ?? '',
  epoch: Number(info.Labels[labels.epoch] ?? 0),
  // A paused one can be woken, and one that is being started will run.
  state: ['running', 'paused', 'restarting', 'created'].includes(info.State) ? 'running' : 'stopped',
  fingerprint: info.Labels[labels.fingerprint] ?? '',
  image: info.Image,
  startedAt: info.Created * 1_000,
});

interface Stats {
  readonly cpu_stats?: { readonly cpu_usage?: { readonly total_usage?: number } };
  readonly memory_stats?: { readonly stats?: { readonly rss?: number; readonly anon?: number } };
}
const usageOf = (stats: Stats): { cpu: number; memBytes: number } => ({
  cpu: (stats.cpu_stats?.cpu_usage?.total_usage ?? 0) / 1e9,
  // The engine's own sum has the files that were read last in it.
  memBytes: stats.memory_stats?.stats?.anon ?? stats.memory_stats?.stats?.rss ?? 0,
});
