/** Entry: the toolbox in a worker thread, with an interpreted shell. Bytes are messages of the worker's port; null is the end of input. */
import { parentPort, workerData } from 'node:worker_threads';
import { Bash, getCommandNames, InMemoryFs, MountableFs, ReadWriteFs } from 'just-bash';
import { createWorkspace } from './files/workspace.ts';
import { createOperations } from './operations.ts';
import { portInput } from './port-input.ts';
import { runIfGrepWorker } from './search/grep-worker.ts';
import { serve } from './serve.ts';
import { createBashShell } from './shell/bash-shell.ts';

// Wider than the hardened profile, which stops at 10,000 commands: the thread has its own memory cap and can be ended.
const limits = {
  maxCommandCount: 100_000,
  maxLoopIterations: 100_000,
  maxAwkIterations: 100_000,
  maxWorkUnits: 1_000_000,
  maxStringLength: 64 * 1024 ** 2,
  maxOutputSize: 64 * 1024 ** 2,
  maxLiveBytes: 256 * 1024 ** 2,
  maxInputBytes: 128 * 1024 ** 2,
  maxExecutionTimeMs: 3_600_000,
};

const createInterpreter = (root: string) => {
  // One file system for all calls, so that /tmp keeps what a call put there.
  const fs = new MountableFs({
    base: new InMemoryFs(),
    mounts: [{ mountPoint: '/workspace', filesystem: new ReadWriteFs({ root, maxFileReadSize: 64 * 1024 ** 2 }) }],
  });
  const env = { HOME: '/home/agent', LANG: 'C.UTF-8' };
  const create = () => new Bash({ fs, cwd: '/workspace', env, executionLimitProfile: 'hardened', executionLimits: limits });
  return { create, programs: getCommandNames() };
};

if (!(await runIfGrepWorker()) && parentPort !== null) {
  const port = parentPort;
  const workspace = createWorkspace((workerData as { root: string }).root);
  const shell = createBashShell(createInterpreter(workspace.root));
  const operations = createOperations({ shell, workspace, entry: new URL(import.meta.url) });
  try {
    await serve({ input: portInput(port), write: (bytes) => port.postMessage(bytes) }, operations);
  } finally {
    await operations.close();
  }
  port.close();
}
