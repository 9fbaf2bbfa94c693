import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildRenderer } from '../../build/renderer.ts';

declare module 'vitest' {
  interface ProvidedContext {
    pageDir: string;
  }
}

/** Builds the page once for all tests, into a folder of its own. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const dir = await mkdtemp(join(tmpdir(), 'pynchy-page-'));
  await buildRenderer(dir);
  project.provide('pageDir', dir);
  return () => rm(dir, { recursive: true, force: true });
};
