import type Docker from 'dockerode';
import { fail, ok, type Result } from '#plugin-api';
import { plainUser } from './container.ts';
import { inTime } from './engine.ts';
import { engineFault } from './engine-fault.ts';

const tryMs = 60_000;
const nodeCheck = 'process.exit(Number(process.versions.node.split(".")[0]) >= 18 ? 0 : 1)';

const tryLabel = 'pynchy.try';

/** A host that was killed between making one and starting it has left it behind. */
const removeCutTries = async (docker: Docker): Promise<void> => {
  const found = await docker.listContainers({ all: true, filters: { label: [tryLabel] } });
  // A young one is being tried by its own host.
  const cut = found.filter(({ Created }) => Created * 1_000 < Date.now() - tryMs);
  for (const { Id } of cut) await docker.getContainer(Id).remove({ force: true, v: true });
};

/** Whether somebody else's image has what the toolbox needs: starts its Node.js once, as closed as any sandbox. */
export const tryImage = async (docker: Docker, image: string): Promise<Result<{ image: string }>> => {
  let container: Docker.Container | null = null;
  try {
    await removeCutTries(docker);
    container = await inTime(
      docker.createContainer({
        Image: image,
        Entrypoint: ['node', '-e', nodeCheck],
        Cmd: [],
        Labels: { [tryLabel]: '1' },
        User: `${plainUser}:${plainUser}`,
        Healthcheck: { Test: ['NONE'] },
        NetworkDisabled: true,
        HostConfig: {
          AutoRemove: true,
          NetworkMode: 'none',
          ReadonlyRootfs: true,
          CapDrop: ['ALL'],
          SecurityOpt: ['no-new-privileges:true'],
          LogConfig: { Type: 'none', Config: {} },
        },
      }),
      tryMs,
    );
    // Asked before the start: afterwards it may be gone already.
    const ended = container.wait({ condition: 'removed' }) as Promise<{ StatusCode: number }>;
    ended.catch(() => {}); // a start that fails says why
    await inTime(container.start(), tryMs);
    const { StatusCode } = await inTime(ended, tryMs);
    return StatusCode === 0 ? ok({ image }) : fail('image-unfit', `its Node.js ended with ${StatusCode}`);
  } catch (error) {
    return engineFault(error);
  } finally {
    await container?.remove({ force: true, v: true }).catch(() => {});
  }
};
