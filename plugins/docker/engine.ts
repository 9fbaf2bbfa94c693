import { existsSync } from 'node:fs';
import type Docker from 'dockerode';
import { fail, ok, type Result } from '#plugin-api';
import { type Address, addressText, findAddress } from './address.ts';
import { engineFault, textOf } from './engine-fault.ts';
import type { Settings } from './settings.ts';

/** The one connection to the engine; the library is loaded with the first use. */
export interface Engine {
  /** Fails with `engine-misconfigured` when the owner's address is none. Does not touch the engine. */
  client(): Promise<Result<Docker>>;
  /** Asks the engine who it is, and whether it can do what is needed here. */
  check(): Promise<Result<{ version: string; rootless: boolean }>>;
}

/** Docker 20.10: cgroup limits, `Init` and attached pipes as used here. */
const oldestApi = 1.41;
const answerMs = 5_000;

export const createEngine = (options: { settings: () => Promise<Settings>; env: NodeJS.ProcessEnv }): Engine => {
  let made: { key: string; docker: Docker } | null = null;

  const client = async (): Promise<Result<Docker>> => {
    const address = findAddress((await options.settings()).address, options.env);
    if (address === null) return fail('engine-misconfigured', 'the address of the engine is none');
    // Where no engine is, nothing has to be loaded to say so.
    if (process.platform !== 'win32' && 'socketPath' in address && !existsSync(address.socketPath))
      return fail('engine-absent', `${address.socketPath} is not there`);
    const key = addressText(address);
    if (made?.key !== key) made = { key, docker: await connect(address) };
    return ok(made.docker);
  };

  return {
    client,
    check: async () => {
      const docker = await client();
      if (!docker.ok) return docker;
      try {
        const [version, info] = await inTime(Promise.all([docker.value.version(), docker.value.info() as Promise<EngineInfo>]));
        if (info.OSType !== 'linux') return fail('engine-wrong-kind', `the engine runs ${info.OSType} containers`);
        if (Number(version.ApiVersion) < oldestApi) return fail('engine-too-old', `Docker ${version.Version}, API ${version.ApiVersion}`);
        const rootless = (info.SecurityOptions ?? []).some((option) => option.includes('name=rootless'));
        const isPodman = (version.Components ?? []).some(({ Name }) => /podman/i.test(Name));
        const name = `${isPodman ? 'Podman' : 'Docker'} ${version.Version}`;
        return ok({ version: isPodman || rootless ? `${name}${rootless ? ' without root' : ''} (not proven here)` : name, rootless });
      } catch (error) {
        return error instanceof LateError ? fail('engine-slow', textOf(error)) : engineFault(error);
      }
    },
  };
};

interface EngineInfo {
  readonly OSType: string;
  readonly SecurityOptions?: readonly string[];
}

const connect = async (address: Address): Promise<Docker> => {
  const { default: DockerClient } = await import('dockerode');
  return new DockerClient(address);
};

class LateError extends Error {}

/** Rejects when the engine does not answer in time. */
export const inTime = async <T>(work: Promise<T>, ms = answerMs): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      work,
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new LateError(`the engine did not answer in ${ms / 1000} s`)), ms);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
};
