import type Docker from 'dockerode';
import { fail, ok, type Result } from '#plugin-api';
import { inTime } from './engine.ts';
import { engineFault } from './engine-fault.ts';

/** The engine stops every process of it by its cgroup; asked again whether it did. */
export const freezeContainer = async (container: Docker.Container): Promise<Result<'frozen'>> => {
  try {
    await inTime(container.pause());
    const { State } = await inTime(container.inspect());
    return State.Paused ? ok('frozen') : fail('not-frozen', 'the engine did not pause the container');
  } catch (error) {
    return engineFault(error);
  }
};

export const thawContainer = async (container: Docker.Container): Promise<Result<'thawed'>> => {
  try {
    await inTime(container.unpause());
    return ok('thawed');
  } catch (error) {
    return engineFault(error);
  }
};
