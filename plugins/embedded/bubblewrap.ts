import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Ctx, fail, ok, type Result, type SandboxProvider, type SandboxSpec } from '#plugin-api';
import { type BwrapPlan, bwrapArgs, findPrlimit, insideToolbox, limitedNode } from './bwrap-args.ts';
import { type BwrapProcess, startBwrap } from './bwrap-process.ts';
import { freezeTree, thawAll } from './freeze.ts';
import { createLeftovers, type Launch, launchVariable } from './leftovers.ts';
import { identify, type ProcessId, usageOf } from './proc.ts';
import { runToEnd } from './run-to-end.ts';
import { takeBack } from './take-back.ts';

const confirmMs = 5_000;
const probeMs = 10_000;
const probeLimits = { cpu: 1, memBytes: 1024 ** 3, pids: 256, diskBytes: 1024 ** 3 };

/** A namespace of its own per workspace: own processes, no network, only the workspace folder writable. Linux with bwrap. */
export const createBubblewrap = (options: { dataDir: string; log: Ctx['log'] }): SandboxProvider => {
  const leftovers = createLeftovers(options.dataDir);
  const running = new Map<string, { launch: Launch; bwrap: BwrapProcess; startedAt: number }>();
  const frozen = new Map<string, readonly ProcessId[]>();
  const prlimit = findPrlimit();

  const plan = async (spec: Pick<SandboxSpec, 'mounts' | 'env' | 'limits'> & { toolboxDir: string | null }): Promise<BwrapPlan> => ({
    ...spec,
    node: hostNode(),
    etcDir: await writeEtc(join(options.dataDir, 'etc')),
  });

  const probe = async (): Promise<Result<{ version: string }>> => {
    if (process.platform !== 'linux') return fail('wrong-system', 'bubblewrap needs Linux');
    const version = await runToEnd('bwrap', ['--version'], probeMs);
    if (!version.ok) return version;
    const folder = join(options.dataDir, `probe-${randomUUID()}`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      const tried = await plan({
        mounts: [{ host: folder, inside: '/workspace', write: true }],
        env: {},
        limits: probeLimits,
        toolboxDir: null,
      });
      const command = [...limitedNode(probeLimits, prlimit), '-e', 'require("fs").writeFileSync("/workspace/probe", "")'];
      const ran = await runToEnd('bwrap', [...bwrapArgs(tried), '--', ...command], probeMs);
      return ran.ok ? ok({ version: version.value.trim() }) : ran;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  const start = async (spec: SandboxSpec, signal: AbortSignal): Promise<Result<{ handle: string }>> => {
    const handle = spec.launchId;
    const launch = { handle, installId: spec.installId, workspaceId: spec.workspaceId, epoch: spec.epoch, processes: [] };
    const args = [
      ...bwrapArgs(await plan(spec)),
      '--',
      ...limitedNode(spec.limits, prlimit),
      join(insideToolbox, 'process.mjs'),
      '--root',
      '/workspace',
      '--alone',
    ];
    for (const mount of spec.mounts) if (mount.inside === '/workspace') await takeBack(mount.host);
    await leftovers.remember(launch);
    const bwrap = await startBwrap({ args, env: { [launchVariable]: handle }, log: options.log }, signal);
    if (!bwrap.ok) {
      if (await leftovers.end(launch, confirmMs)) await leftovers.forget(handle);
      return bwrap;
    }
    const processes = await Promise.all([bwrap.value.outerPid, bwrap.value.innerPid].map(identify));
    const known = { ...launch, processes: processes.filter((found): found is ProcessId => found !== null) };
    running.set(handle, { launch: known, bwrap: bwrap.value, startedAt: Date.now() });
    await leftovers.remember(known);
    return ok({ handle });
  };

  const stop = async (handle: string, graceMs: number): Promise<Result<'gone'>> => {
    const here = running.get(handle);
    const launch = here?.launch ?? (await leftovers.all()).find((found) => found.handle === handle);
    if (launch === undefined) return ok('gone');
    if (here !== undefined) await here.bwrap.stop(graceMs);
    if (!(await leftovers.end(launch, confirmMs))) return fail('still-running', `processes of ${handle} could not be ended`);
    running.delete(handle);
    frozen.delete(handle);
    await leftovers.forget(handle);
    return ok('gone');
  };

  return {
    id: 'bubblewrap',
    priority: 20,
    isolation: 'process',
    probe,
    start,
    open: (handle, input, signal) => {
      const here = running.get(handle);
      if (here === undefined) throw new Error(`no sandbox ${handle} in this host`);
      return here.bwrap.open(input, signal);
    },
    list: async (installId) => {
      const launches = (await leftovers.all()).filter((launch) => launch.installId === installId);
      return Promise.all(
        launches.map(async (launch) => {
          const startedAt = running.get(launch.handle)?.startedAt;
          return {
            handle: launch.handle,
            workspaceId: launch.workspaceId,
            epoch: launch.epoch,
            state: (await leftovers.living(launch)).length > 0 ? ('running' as const) : ('stopped' as const),
            ...(startedAt === undefined ? {} : { startedAt }),
          };
        }),
      );
    },
    stop,
    freeze: async (handle) => {
      const here = running.get(handle);
      if (here === undefined) return fail('not-here', `no sandbox ${handle} in this host`);
      const stopped = await freezeTree(here.bwrap.innerPid);
      if (!stopped.ok) return stopped;
      frozen.set(handle, stopped.value);
      return ok('frozen');
    },
    thaw: async (handle) => {
      await thawAll(frozen.get(handle) ?? []);
      frozen.delete(handle);
      return ok('thawed');
    },
    stats: async (handle) => {
      const here = running.get(handle);
      return here === undefined ? { cpu: 0, memBytes: 0 } : usageOf(here.bwrap.innerPid);
    },
  };
};

/** Electron is no Node for others; its package brings one, and in a checkout the command that started it names its own. */
const hostNode = (): string => {
  const resources = 'resourcesPath' in process && typeof process.resourcesPath === 'string' ? process.resourcesPath : null;
  return process.versions.electron !== undefined && resources !== null
    ? (process.env.PYNCHY_NODE ?? join(resources, 'node'))
    : process.execPath;
};

const writeEtc = async (folder: string): Promise<string> => {
  const uid = process.getuid?.() ?? 1000;
  const gid = process.getgid?.() ?? 1000;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, 'passwd'), `agent:x:${uid}:${gid}:agent:/home/agent:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n`);
  await writeFile(join(folder, 'group'), `agent:x:${gid}:\nnogroup:x:65534:\n`);
  return folder;
};
