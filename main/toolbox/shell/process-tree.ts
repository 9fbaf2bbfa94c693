import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const pauseMs = 10;
// What was killed must get its turn once more to die, which a busy machine may take long to give: at least so many looks
// and so long. Less than the host waits for a cancelled call (core/sandbox).
const leastLooks = 60;
const leastMs = 2_500;

/**
 * Kills every process whose environment has `mark` (a NAME=value), again and again until two looks in a row find none
 * (one look can miss a process in the middle of a fork or an exec). With `strayName` also waits until none lives that has no
 * variable of that name. False when some survive. Without /proc it can only say true.
 */
export const killMarked = async (mark: string, strayName: string | null = null): Promise<boolean> => {
  if (process.platform !== 'linux') return true;
  const beganMs = performance.now();
  for (let looks = 1, quiet = 0; ; looks++) {
    const marked = await findMarked(mark);
    const strays = strayName === null ? [] : await findUnmarked(strayName);
    quiet = marked.length + strays.length === 0 ? quiet + 1 : 0;
    if (quiet === 2) return true;
    if (looks >= leastLooks && performance.now() - beganMs > leastMs) return false;
    for (const pid of marked) signalTo(pid, 'SIGKILL');
    await pause(pauseMs);
  }
};

/** Processes other than this one whose environment has `mark`. A zombie has no environment and is not found. */
const findMarked = async (mark: string): Promise<number[]> => {
  const found: number[] = [];
  for (const pid of await processIds()) {
    const environment = await environmentOf(pid);
    if (pid !== process.pid && `\0${environment}`.includes(`\0${mark}\0`)) found.push(pid);
  }
  return found;
};

/**
 * Living processes that no call can be blamed for because they threw their environment away. Only meaningful where this
 * process is alone with what it started, as in a PID namespace of its own. One look alone proves nothing: between its fork
 * and its exec also an honest one has no mark yet.
 */
const findUnmarked = async (name: string): Promise<number[]> => {
  const found: number[] = [];
  for (const pid of await processIds()) {
    if (pid === 1 || pid === process.pid || `\0${await environmentOf(pid)}`.includes(`\0${name}=`)) continue;
    if (await isAlive(pid)) found.push(pid);
  }
  return found;
};

/** Asks a process with `mark` to end, and kills it when it has not after `graceMs`. False when there is no such process. */
export const endMarked = async (pid: number, mark: string, graceMs: number): Promise<boolean> => {
  const isThere = async (): Promise<boolean> => `\0${await environmentOf(pid)}`.includes(`\0${mark}\0`);
  if (pid === process.pid || !(await isThere())) return false;
  const beganMs = performance.now();
  signalTo(pid, 'SIGTERM');
  for (let isKilled = false; performance.now() - beganMs < leastMs && (await isThere()); await pause(pauseMs)) {
    if (isKilled || performance.now() - beganMs < graceMs) continue;
    signalTo(pid, 'SIGKILL');
    isKilled = true;
  }
  return true;
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

// Of the kernel: it runs nothing any more, and has given up its memory with its environment.
const exitingFlag = 0x4;

/** Whether any thread of it may still run. */
const isAlive = async (pid: number): Promise<boolean> => {
  const stat = await readOrEmpty(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, flags, threads] = [fields[0], Number(fields[6]), Number(fields[17])];
  if (stat === '' || state === 'X') return false;
  return threads > 1 || !(state === 'Z' || (flags & exitingFlag) !== 0);
};

/** '' when the process is gone or belongs to somebody else: not ours either way. */
const readOrEmpty = (path: string): Promise<string> => readFile(path, 'latin1').catch(() => '');
