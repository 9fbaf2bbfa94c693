import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type Ctx, fail, ok, type Result, type SandboxProvider, type SandboxSpec } from '#plugin-api';
import { openWorker } from './worker-pipe.ts';

interface Running {
  readonly worker: Worker;
  readonly spec: SandboxSpec;
  readonly exited: Promise<void>;
  /** UTC ms. */
  readonly startedAt: number;
}
const probeMs = 15_000;

/** An interpreted shell in a worker thread of this process: everywhere available, no boundary against hostile code. */
export const createJustBash = (options: { log: Ctx['log'] }): SandboxProvider => {
  const running = new Map<string, Running>();

  const start = async (spec: SandboxSpec, signal: AbortSignal): Promise<Result<{ handle: string }>> => {
    const root = spec.mounts.find((mount) => mount.inside === '/workspace' && mount.write)?.host;
    if (root === undefined) return fail('bad-spec', 'just-bash needs a writable /workspace');
    const worker = new Worker(pathToFileURL(join(spec.toolboxDir, 'just-bash.mjs')), {
      workerData: { root },
      env: { ...spec.env },
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: Math.max(128, Math.trunc(spec.limits.memBytes / 1024 ** 2 / 2)), stackSizeMb: 4 },
    });
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    for (const stream of [worker.stdout, worker.stderr]) {
      stream.on('data', (bytes: Buffer) => options.log('warn', 'toolbox said', { text: bytes.toString().slice(0, 4_000) }));
    }
    const failed = new Promise<string>((resolve) => {
      worker.once('error', (error) => resolve(String(error)));
      void exited.then(() => resolve('the worker ended'));
      signal.addEventListener('abort', () => resolve('cancelled'), { once: true });
    });
    const outcome = await Promise.race([new Promise<null>((resolve) => worker.once('online', () => resolve(null))), failed]);
    if (outcome !== null || signal.aborted) {
      await worker.terminate();
      return fail(signal.aborted ? 'cancelled' : 'start-failed', outcome ?? 'cancelled');
    }
    worker.on('error', (error) => options.log('error', 'just-bash worker failed', { text: String(error) }));
    running.set(spec.launchId, { worker, spec, exited, startedAt: Date.now() });
    return ok({ handle: spec.launchId });
  };

  return {
    id: 'just-bash',
    priority: 0,
    isolation: 'light',
    probe,
    start,
    open: (handle, input, signal) => {
      const here = running.get(handle);
      if (here === undefined) throw new Error(`no sandbox ${handle} in this host`);
      return openWorker(here.worker, input, signal);
    },
    // A worker cannot outlive its process: what is not in the map does not exist.
    list: async (installId) =>
      [...running].flatMap(([handle, { spec, startedAt }]) =>
        spec.installId === installId
          ? [{ handle, workspaceId: spec.workspaceId, epoch: spec.epoch, state: 'running' as const, startedAt }]
          : [],
      ),
    stop: async (handle, graceMs) => {
      const here = running.get(handle);
      if (here === undefined) return ok('gone');
      here.worker.postMessage(null);
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([here.exited, new Promise((resolve) => (timer = setTimeout(resolve, graceMs)))]);
      clearTimeout(timer);
      await here.worker.terminate();
      running.delete(handle);
      return ok('gone');
    },
    stats: async (handle) => {
      const here = running.get(handle);
      if (here === undefined) return { cpu: 0, memBytes: 0 };
      const [heap, cpu] = await Promise.all([here.worker.getHeapStatistics(), here.worker.cpuUsage()]);
      return { cpu: (cpu.user + cpu.system) / 1e6, memBytes: heap.total_heap_size + heap.external_memory };
    },
  };
};

const probe = async (): Promise<Result<{ version: string }>> => {
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve('just-bash');
  } catch {
    return fail('not-installed', 'the package just-bash is not installed');
  }
  const code = `const { Bash } = await import(${JSON.stringify(pathToFileURL(entry).href)});
    const { parentPort } = await import('node:worker_threads');
    parentPort.postMessage((await new Bash().exec('echo ok')).stdout);`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), {
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    const said = await new Promise<string>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      timer = setTimeout(() => reject(new Error('no answer in time')), probeMs);
    });
    return said === 'ok\n' ? ok({ version: `just-bash ${versionOf(entry)}` }) : fail('refused', `just-bash said ${said}`);
  } catch (error) {
    return fail('refused', String(error));
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
};

/** The package.json above the entry; '' when a bundle has left it out. */
const versionOf = (entry: string): string => {
  for (let folder = dirname(entry); folder !== dirname(folder); folder = dirname(folder)) {
    try {
      const found = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: string; version?: string };
      if (found.name === 'just-bash') return found.version ?? '';
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return '';
};
