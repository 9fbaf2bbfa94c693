import { join } from 'node:path';
import { inject } from 'vitest';

/** A file of what was built before the first test (build-once.ts). Throws why when that failed. */
const inBuilt = (...path: string[]): string => {
  const { dir, fault } = inject('built');
  if (fault !== null) throw new Error(fault);
  return join(dir, 'out', ...path);
};

/** The folder of the toolbox, from which just-bash can be found. */
export const toolboxDir = (): string => inBuilt('toolbox');

/** The whole program: the path of its cli.mjs. */
export const builtProgram = (): string => inBuilt('main', 'cli.mjs');
