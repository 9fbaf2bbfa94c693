import { setTimeout as pause } from 'node:timers/promises';
import type Docker from 'dockerode';
import { type Ctx, fail, ok, type Result, type SandboxImage } from '#plugin-api';
import { createProgress, linesOf, type Progress } from './build-progress.ts';
import { labels } from './container.ts';
import { engineFault, statusOf, textOf } from './engine-fault.ts';
import type { Recipe } from './recipe.ts';

const repository = 'pynchy-sandbox';
/** Stands first in the recipe, so that also the layers of a build that was cut off carry it. */
const ours = 'pynchy.sandbox=1';

export const tagOf = (recipe: Recipe): string => `${repository}:${recipe.hash}`;

/** The image's id, which names its content; null when the engine does not have it. */
export const findImage = async (docker: Docker, name: string): Promise<string | null> => {
  try {
    return (await docker.getImage(name).inspect()).Id;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
};

/** The newest image that an earlier recipe made. */
export const olderImage = async (docker: Docker): Promise<string | null> => {
  const found = await docker.listImages({ filters: { label: [labels.recipe] } });
  return found.sort((a, b) => b.Created - a.Created)[0]?.Id ?? null;
};

export const pull = async (
  docker: Docker,
  name: string,
  told: (now: Progress) => void,
  signal: AbortSignal,
): Promise<Result<{ image: string }>> => {
  // Without a tag the engine would fetch every one there is.
  const wanted = /[:@][^/]*$/.test(name) ? name : `${name}:latest`;
  const done = await follow(() => docker.pull(wanted, { abortSignal: signal }), told, signal);
  if (!done.ok) return done;
  const image = await findImage(docker, wanted);
  return image === null ? fail('image-missing', `${wanted} is not there after it was pulled`) : ok({ image });
};

/** Builds the recipe; what a failed or cancelled build left is removed, and an older image stays as it is. */
export const build = async (
  docker: Docker,
  recipe: Recipe,
  o: { told: (now: Progress) => void; signal: AbortSignal; log: Ctx['log'] },
): Promise<Result<{ image: string }>> => {
  const tag = tagOf(recipe);
  const from = { context: recipe.dir, src: [...recipe.files] };
  const set = { t: tag, labels: { [labels.recipe]: recipe.hash }, forcerm: true, rm: true, abortSignal: o.signal };
  const done = await follow(() => docker.buildImage(from, set), o.told, o.signal);
  const image = done.ok ? await findImage(docker, tag) : null;
  if (image !== null) return ok({ image });
  await removeLayers(docker, o.log);
  return done.ok ? fail('image-failed', 'the build ended without an image') : done;
};

// The engine ends the container of a cancelled step in its own time, and keeps the layer under it until then.
const layerTries = 12;
const layerPauseMs = 250;
const removeLayers = async (docker: Docker, log: Ctx['log']): Promise<void> => {
  const filters = { dangling: ['true'], label: [ours] };
  let fault: unknown = null;
  const heard = (error: unknown): null => {
    fault = error;
    return null;
  };
  for (let tries = 0; tries < layerTries; tries++) {
    if (tries > 0) await pause(layerPauseMs);
    await docker.pruneImages({ filters }).catch(heard);
    const left = await docker.listImages({ all: true, filters }).catch(heard);
    if (left?.length === 0) return;
  }
  const cause = fault === null ? 'the engine still uses them' : textOf(fault);
  log('warn', 'what a build left could not be removed; the next clean-up tries again', { cause });
};

const follow = async (
  begin: () => Promise<NodeJS.ReadableStream>,
  told: (now: Progress) => void,
  signal: AbortSignal,
): Promise<Result<null>> => {
  const progress = createProgress();
  try {
    for await (const line of linesOf((await begin()) as unknown as AsyncIterable<Uint8Array>)) {
      if (line.error !== undefined) return imageFault(engineFault(new Error(line.error)));
      progress.line(line);
      told(progress.now());
    }
    return signal.aborted ? fail('image-cancelled', 'cancelled') : ok(null);
  } catch (error) {
    return signal.aborted ? fail('image-cancelled', 'cancelled') : imageFault(engineFault(error));
  }
};

/** What has no cause of its own is a failed image, not a refused start. */
const imageFault = (fault: Result<never>): Result<never> =>
  !fault.ok && ['refused', 'image-unfit', 'engine-gone'].includes(fault.code) ? fail('image-failed', fault.text) : fault;

/** Every image of ours on this computer. */
export const listImages = async (docker: Docker, needed: ReadonlySet<string>): Promise<SandboxImage[]> => {
  const [images, containers] = await Promise.all([
    docker.listImages({ filters: { label: [labels.recipe] } }),
    docker.listContainers({ all: true }) as Promise<{ ImageID: string }[]>,
  ]);
  const used = new Set(containers.map((container) => container.ImageID));
  return images.map(({ Id, RepoTags, Size }) => ({
    id: Id,
    name: RepoTags?.[0] ?? repository,
    bytes: Size,
    inUse: used.has(Id) || needed.has(Id),
  }));
};

/** Removes images of ours that are not in use; never one of somebody else. */
export const removeUnused = async (docker: Docker, needed: ReadonlySet<string>, log: Ctx['log']): Promise<{ freedBytes: number }> => {
  let freedBytes = 0;
  for (const image of await listImages(docker, needed)) {
    if (image.inUse) continue;
    try {
      await docker.getImage(image.id).remove({ force: true });
      freedBytes += image.bytes;
    } catch (error) {
      log('warn', 'an old image could not be removed', { image: image.name, error: String(error) });
    }
  }
  try {
    const { SpaceReclaimed } = await docker.pruneImages({ filters: { dangling: ['true'], label: [ours] } });
    return { freedBytes: freedBytes + SpaceReclaimed };
  } catch (error) {
    log('warn', 'what builds left could not be removed; the next clean-up tries again', { cause: textOf(error) });
    return { freedBytes };
  }
};
