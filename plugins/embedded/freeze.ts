import { fail, ok, type Result } from '#plugin-api';
import { isAlive, type ProcessId, type ProcessInTree, processTree } from './proc.ts';

// Whoever was not stopped yet can have children meanwhile, so it is looked at until nothing new runs.
const rounds = 50;

/** Stops a process and all below it. `stopped` are those that ran: only they are woken again. */
export const freezeTree = async (pid: number): Promise<Result<readonly ProcessId[]>> => {
  const stopped = new Map<number, ProcessId>();
  for (let round = 0; round < rounds; round++) {
    const tree = await processTree(pid);
    const moving = tree.filter(({ state }) => state !== 'T' && state !== 't');
    if (moving.length === 0) return ok([...stopped.values()]);
    for (const process of moving) {
      signal(process, 'SIGSTOP');
      stopped.set(process.pid, process);
    }
  }
  for (const process of stopped.values()) signal(process, 'SIGCONT');
  return fail('not-frozen', 'processes of the sandbox could not be stopped');
};

/** Wakes those that still live, the first process last. */
export const thawAll = async (stopped: readonly ProcessId[]): Promise<void> => {
  for (const process of [...stopped].reverse()) if (await isAlive(process)) signal(process, 'SIGCONT');
};

const signal = ({ pid }: Pick<ProcessInTree, 'pid'>, name: 'SIGSTOP' | 'SIGCONT'): void => {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};
