import { readdir, readFile } from 'node:fs/promises';

/** A process that cannot be mistaken for another one that got its number later. */
export interface ProcessId {
  readonly pid: number;
  /** Boot and clock ticks since it at which the process started. */
  readonly started: string;
}

/** Who has this number now; null when nobody lives there (a zombie can do nothing any more). */
export const identify = async (pid: number): Promise<ProcessId | null> => {
  const stat = await readOrNull(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The name in parentheses may hold anything; fields are counted after it, state first.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return null;
  return { pid, started: `${(await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()}:${fields[19]}` };
};

export const isAlive = async (process: ProcessId): Promise<boolean> => (await identify(process.pid))?.started === process.started;

/** Living processes that were started with `mark` (NAME=value) in their environment. */
export const findMarked = async (mark: string): Promise<ProcessId[]> => {
  const found: ProcessId[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const environment = await readOrNull(`/proc/${name}/environ`);
    const process = environment !== null && `\0${environment}`.includes(`\0${mark}\0`) ? await identify(Number(name)) : null;
    if (process !== null) found.push(process);
  }
  return found;
};

/** A process with its state letter of /proc: R, S, T … */
export interface ProcessInTree extends ProcessId {
  readonly state: string;
}

/** A process and all below it, parents first. */
export const processTree = async (pid: number): Promise<ProcessInTree[]> => {
  const here = await identify(pid);
  const stat = await readOrNull(`/proc/${pid}/stat`);
  if (here === null || stat === null) return [];
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(threads.map((thread) => readOrNull(`/proc/${pid}/task/${thread}/children`)));
  const children = lists.flatMap((list) => (list ?? '').split(' ').filter((text) => text.trim() !== ''));
  const below = await Promise.all(children.map((child) => processTree(Number(child))));
  return [{ ...here, state: stat.slice(stat.lastIndexOf(')') + 2).charAt(0) }, ...below.flat()];
};

/** CPU seconds and resident bytes of a process and all below it. */
export const usageOf = async (pid: number): Promise<{ cpu: number; memBytes: number }> => {
  const stat = (await readOrNull(`/proc/${pid}/stat`)) ?? '';
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticksPerSecond = 100;
  const pageBytes = 4096;
  const sum = { cpu: (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond, memBytes: Number(fields[21] ?? 0) * pageBytes };
  const children = (await readOrNull(`/proc/${pid}/task/${pid}/children`)) ?? '';
  for (const child of children.split(' ').filter((text) => text.trim() !== '')) {
    const usage = await usageOf(Number(child));
    sum.cpu += usage.cpu;
    sum.memBytes += usage.memBytes;
  }
  return sum;
};

/** null for a process that is gone or not ours to see. */
const readOrNull = (path: string): Promise<string | null> => readFile(path, 'latin1').catch(() => null);
