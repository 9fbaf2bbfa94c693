import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tempFolder } from './temp-home.ts';

let toolbox: Promise<string> | null = null;
let program: Promise<string> | null = null;

// A folder laid out like an installed Pynchy; packages are found through the link.
const root = (): string => {
  const dir = tempFolder('built');
  symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(dir, 'node_modules'));
  mkdirSync(join(dir, 'out', 'renderer'), { recursive: true });
  return dir;
};

/** The toolbox, built from the sources as they are now; once per test process. */
export const toolboxDir = (): Promise<string> => {
  toolbox ??= (async () => {
    const { buildToolbox } = await import('../../build/toolbox.ts');
    const dir = join(root(), 'out', 'toolbox');
    await buildToolbox(dir);
    return dir;
  })();
  return toolbox;
};

/** The whole program, built from the sources as they are now: the path of its cli.mjs. */
export const builtProgram = (): Promise<string> => {
  program ??= (async () => {
    const { buildHost } = await import('../../build/host.ts');
    const { buildToolbox } = await import('../../build/toolbox.ts');
    const dir = root();
    await buildHost(join(dir, 'out', 'main'));
    await buildToolbox(join(dir, 'out', 'toolbox'));
    return join(dir, 'out', 'main', 'cli.mjs');
  })();
  return program;
};
