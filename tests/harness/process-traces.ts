import { readdirSync, readFileSync } from 'node:fs';
import { formsIn } from './find-forms.ts';

export interface ProcessTrace {
  readonly pid: number;
  readonly where: 'argv' | 'environment';
  /** Started by a command of a sandbox, which marks all its processes. */
  readonly isOfCall: boolean;
}

const readOrEmpty = (path: string): string => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // It ended meanwhile, or belongs to somebody else.
    return '';
  }
};
const parentOf = (pid: number): number => {
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
};

/** A process with everything that came of it, as the kernel knows them. */
const family = (root: number): number[] => {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const parents = new Map(all.map((pid) => [pid, parentOf(pid)]));
  const isOf = (pid: number): boolean => pid === root || (pid > 1 && isOf(parents.get(pid) ?? 0));
  return all.filter(isOf);
};

/** Where a value stands in the arguments and environments of a process and everything that it started. Linux only. */
export const findInProcesses = (root: number, value: string): ProcessTrace[] =>
  family(root).flatMap((pid) => {
    const environment = readOrEmpty(`/proc/${pid}/environ`);
    const isOfCall = environment.includes('PYNCHY_CALL=');
    return [
      ...(formsIn(readOrEmpty(`/proc/${pid}/cmdline`), value).length > 0 ? [{ pid, where: 'argv' as const, isOfCall }] : []),
      ...(formsIn(environment, value).length > 0 ? [{ pid, where: 'environment' as const, isOfCall }] : []),
    ];
  });
