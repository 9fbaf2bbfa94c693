import { readdirSync, readFileSync } from 'node:fs';

// Linux only: the other systems have no /proc, and their rows are left out by name.

/** Clock ticks are 10 ms on every Linux that Node runs on. */
const tickMs = 10;

/** CPU time that a process has used, in ms. */
export const cpuMsOf = (pid: number): number => {
  const [user, system] = statOf(pid).slice(11, 13).map(Number);
  return ((user ?? 0) + (system ?? 0)) * tickMs;
};

export const rssBytesOf = (pid: number): number => sizeOf(`/proc/${pid}/status`, /^VmRSS:\s+(\d+) kB/m);

/** Memory that nobody else shares: what stopping the process would give back. */
export const privateBytesOf = (pid: number): number =>
  sizeOf(`/proc/${pid}/smaps_rollup`, /^Private_Clean:\s+(\d+) kB/m) + sizeOf(`/proc/${pid}/smaps_rollup`, /^Private_Dirty:\s+(\d+) kB/m);

/** The processes below `pid`, at any depth. */
export const childrenOf = (pid: number): number[] => {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      parents.set(Number(name), Number(statOf(Number(name))[1]));
    } catch (error) {
      // It ended while we looked.
      if (!['ENOENT', 'ESRCH'].includes(String((error as NodeJS.ErrnoException).code))) throw error;
    }
  }
  const below = (parent: number): number[] => [...parents].filter(([, p]) => p === parent).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
};

// The fields behind the name of the program, which may hold blanks: state, ppid, …
const statOf = (pid: number): string[] => {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
};

const sizeOf = (file: string, line: RegExp): number => {
  const found = line.exec(readFileSync(file, 'utf8'));
  if (!found) throw new Error(`${file} does not say ${line.source}`);
  return Number(found[1]) * 1024;
};
