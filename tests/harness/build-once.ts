import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { buildHost } from '../../build/host.ts';
import { buildToolbox } from '../../build/toolbox.ts';

/** Where program and toolbox were built, or why they could not be: then the tests that need them fail, and the others run. */
export interface Built {
  readonly dir: string;
  readonly fault: string | null;
}

declare module 'vitest' {
  interface ProvidedContext {
    built: Built;
  }
}

/** Builds program and toolbox from the sources as they are now, once for all tests, laid out like an installed Pynchy. */
export const setup = async (project: TestProject): Promise<() => void> => {
  const dir = mkdtempSync(join(tmpdir(), 'pynchy-built-'));
  // Packages are found through the link.
  symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(dir, 'node_modules'));
  mkdirSync(join(dir, 'out', 'renderer'), { recursive: true });
  // Also for the tests that work as another user.
  chmodSync(dir, 0o755);
  const fault = await Promise.all([buildHost(join(dir, 'out', 'main')), buildToolbox(join(dir, 'out', 'toolbox'))]).then(
    () => null,
    (error: unknown) => `the build failed: ${String(error)}`,
  );
  project.provide('built', { dir, fault });
  return () => rmSync(dir, { recursive: true, force: true });
};
