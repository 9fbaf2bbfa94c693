import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { buildDesktop, buildPreload } from '../../build/desktop.ts';
import { buildRenderer } from '../../build/renderer.ts';
import { buildToolbox } from '../../build/toolbox.ts';

declare module 'vitest' {
  interface ProvidedContext {
    shellDir: string;
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the desktop app once for all tests, laid out as in a checkout, into a folder of its own. */
export const setup = async (project: TestProject): Promise<() => void> => {
  const dir = mkdtempSync(join(tmpdir(), 'pynchy-shell-'));
  for (const name of ['node_modules', 'resources']) symlinkSync(join(root, name), join(dir, name));
  const out = join(dir, 'out');
  mkdirSync(out);
  await buildDesktop(join(out, 'desktop'));
  await buildPreload(join(out, 'preload'));
  await buildToolbox(join(out, 'toolbox'));
  await buildRenderer(join(out, 'renderer'));
  project.provide('shellDir', dir);
  return () => rmSync(dir, { recursive: true, force: true });
};
