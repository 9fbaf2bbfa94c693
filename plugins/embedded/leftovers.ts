import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { findMarked, identify, isAlive, type ProcessId } from './proc.ts';

const processId = z.object({ pid: z.int(), started: z.string() });
const Launch = z.object({
  handle: z.string(),
  installId: z.string(),
  workspaceId: z.string(),
  epoch: z.int(),
  /** Empty until the processes are known; the mark in their environment finds them then. */
  processes: z.array(processId),
});
/** A sandbox as the folder remembers it, written before it can exist and forgotten after it was confirmed gone. */
export type Launch = z.infer<typeof Launch>;

/** What bwrap itself gets as its whole environment. */
export const launchVariable = 'PYNCHY_LAUNCH';

/** Remembers sandboxes across host deaths, and ends what an earlier host left. */
export interface Leftovers {
  remember(launch: Launch): Promise<void>;
  forget(handle: string): Promise<void>;
  all(): Promise<Launch[]>;
  living(launch: Launch): Promise<ProcessId[]>;
  /** Kills and waits; true when none is left. Never touches a process that is not provably this launch's. */
  end(launch: Launch, waitMs: number): Promise<boolean>;
}

export const createLeftovers = (dataDir: string): Leftovers => {
  const folder = join(dataDir, 'launches');
  const file = (handle: string): string => join(folder, `${handle}.json`);

  const living = async (launch: Launch): Promise<ProcessId[]> => {
    const found = new Map((await findMarked(`${launchVariable}=${launch.handle}`)).map((process) => [process.pid, process]));
    for (const process of launch.processes) if (await isAlive(process)) found.set(process.pid, process);
    return [...found.values()];
  };

  return {
    living,
    remember: async (launch) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(`${file(launch.handle)}.tmp`, JSON.stringify(launch), { mode: 0o600, flush: true });
      await rename(`${file(launch.handle)}.tmp`, file(launch.handle));
    },
    forget: (handle) => rm(file(handle), { force: true }),
    all: async () => {
      const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      const launches = names.filter((name) => name.endsWith('.json'));
      return Promise.all(launches.map(async (name) => Launch.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))));
    },
    end: async (launch, waitMs) => {
      const deadlineMs = performance.now() + waitMs;
      for (;;) {
        const left = await living(launch);
        if (left.length === 0) return true;
        for (const target of left) await killOne(target);
        if (performance.now() > deadlineMs) return false;
        // Not our children: no event tells when they are gone.
        await pause(10);
      }
    },
  };
};

const killOne = async (target: ProcessId): Promise<void> => {
  // The number may have changed hands since it was looked up.
  if ((await identify(target.pid))?.started !== target.started) return;
  try {
    process.kill(target.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};
