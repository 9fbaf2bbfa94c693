import type Docker from 'dockerode';
import { fail, ok, type Result } from '#plugin-api';
import { inTime } from './engine.ts';
import { engineFault, statusOf, textOf } from './engine-fault.ts';

const goneMs = 15_000;
const alreadyGoing = 409;
const notThere = 404;

/** Ends a container and waits until the engine has removed it: then nothing of it can write any more. */
export const stopContainer = async (container: Docker.Container, graceMs: number): Promise<Result<'gone'>> => {
  try {
    if (!(await isThere(container))) return ok('gone');
    if (graceMs > 0) await quietly(() => inTime(container.stop({ t: Math.max(1, Math.ceil(graceMs / 1_000)) }), graceMs + goneMs));
    await quietly(() => inTime(container.remove({ force: true, v: true }), goneMs));
    // Removal may be under way by the engine itself: it is waited for.
    await quietly(() => inTime(container.wait({ condition: 'removed' }), goneMs));
    return (await isThere(container)) ? fail('still-running', `container ${container.id.slice(0, 12)} is still there`) : ok('gone');
  } catch (error) {
    return engineFault(error);
  }
};

const isThere = async (container: Docker.Container): Promise<boolean> => {
  try {
    await inTime(container.inspect());
    return true;
  } catch (error) {
    if (statusOf(error) === notThere) return false;
    throw error;
  }
};

/** What is gone or going already is what was wanted. */
const quietly = async (work: () => Promise<unknown>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    const status = statusOf(error);
    const isFine = status === notThere || status === alreadyGoing || status === 304;
    if (!isFine && !/removal of container .* is already in progress/i.test(textOf(error))) throw error;
  }
};
