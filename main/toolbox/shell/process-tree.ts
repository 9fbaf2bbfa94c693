import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const rounds = 60;
const pauseMs = 10;

/**
 * Kills every process whose environment has `mark` (a NAME=value), again and again until two looks in a row find none
 * (one look can miss a process in the middle of a fork or an exec). False when some survive. Without /proc it can only say true.
 */
export const killMarked = async (mark: string): Promise<boolean> => {
  if (process.platform !== 'linux') return true;
  for (let round = 0, quiet = 0; round < rounds; round++) {
    const found = await findMarked(mark);
    quiet = found.length === 0 ? quiet + 1 : 0;
    if (quiet === 2) return true;
    for (const pid of found) signalTo(pid, 'SIGKILL');
    await pause(pauseMs);
  }
  return false;
};

/** Processes other than this one whose environment has `mark`. A zombie has no environment and is not found. */
export const findMarked = async (mark: string): Promise<number[]> => {
  const found: number[] = [];
  for (const pid of await processIds()) {
    const environment = await environmentOf(pid);
    if (pid !== process.pid && `\0${environment}`.includes(`\0${mark}\0`)) found.push(pid);
  }
  return found;
};

/**
 * Living processes that no call can be blamed for because they threw their environment away. Only meaningful where this
 * process is alone with what it started, as in a PID namespace of its own.
 */
export const findUnmarked = async (name: string): Promise<number[]> => {
  const found: number[] = [];
  for (const pid of await processIds()) {
    if (pid === 1 || pid === process.pid || `\0${await environmentOf(pid)}`.includes(`\0${name}=`)) continue;
    if (await isAlive(pid)) found.push(pid);
  }
  return found;
};

/** Signals a process or, with a negative number, a group. What is already gone is fine. */
export const signalTo = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
};

const processIds = async (): Promise<number[]> => (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);

const environmentOf = (pid: number): Promise<string> => readOrEmpty(`/proc/${pid}/environ`);

const isAlive = async (pid: number): Promise<boolean> => {
  const stat = await readOrEmpty(`/proc/${pid}/stat`);
  return stat !== '' && !/^[ZX] /.test(stat.slice(stat.lastIndexOf(')') + 2));
};

/** '' when the process is gone or belongs to somebody else: not ours either way. */
const readOrEmpty = (path: string): Promise<string> => readFile(path, 'latin1').catch(() => '');
