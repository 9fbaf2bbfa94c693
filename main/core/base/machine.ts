import { readFileSync } from 'node:fs';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { getHeapStatistics } from 'node:v8';

/** What this process and what it starts could have now. */
export interface MachineRoom {
  /** A quota of the control group counts. */
  readonly cores: number;
  readonly totalBytes: number;
  readonly freeBytes: number;
}

export const machineRoom = (): MachineRoom => {
  const limits = process.platform === 'linux' ? memoryLimits() : [];
  return {
    cores: availableParallelism(),
    totalBytes: Math.min(totalmem(), ...limits.map(({ mostBytes }) => mostBytes)),
    freeBytes: Math.max(0, Math.min(freeOfSystem(), ...limits.map(({ mostBytes, usedBytes }) => mostBytes - usedBytes))),
  };
};

/** What is left to the heap of this process, of which some is kept for the garbage between two collections. */
export const freeHeapBytes = (): number => {
  const { heap_size_limit, used_heap_size } = getHeapStatistics();
  return Math.max(0, heap_size_limit * 0.75 - used_heap_size);
};

// macOS says only what nobody has touched yet, which is next to nothing on a healthy computer.
const freeOfSystem = (): number => (process.platform === 'darwin' ? totalmem() : freemem());

interface MemoryLimit {
  readonly mostBytes: number;
  readonly usedBytes: number;
}

/** The memory limits of this process's control group (version 2) and of all around it. */
export const memoryLimits = (root = '/sys/fs/cgroup', own = ownGroup()): MemoryLimit[] => {
  const found: MemoryLimit[] = [];
  for (let group = own; ; group = dirname(group)) {
    const mostBytes = numberIn(join(root, group, 'memory.max'));
    const usedBytes = numberIn(join(root, group, 'memory.current'));
    // What was read from files and lies there unused is given back when it is needed.
    const spareBytes = Number(/^inactive_file (\d+)/m.exec(textOf(join(root, group, 'memory.stat')))?.[1] ?? 0);
    if (mostBytes !== null && usedBytes !== null) found.push({ mostBytes, usedBytes: Math.max(0, usedBytes - spareBytes) });
    if (group === '/') return found;
  }
};

const ownGroup = (): string => {
  const path = /^0::(\/.*)$/m.exec(textOf('/proc/self/cgroup'))?.[1] ?? '/';
  // Outside of what this process is shown.
  return path.includes('..') ? '/' : path;
};
const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // No such group, or none with a limit.
    return '';
  }
};
const numberIn = (file: string): number | null => {
  const text = textOf(file).trim();
  return /^\d+$/.test(text) ? Number(text) : null;
};
