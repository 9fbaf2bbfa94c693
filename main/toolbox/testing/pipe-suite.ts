import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { builtToolbox } from './built-toolbox.ts';
import { commandCases } from './command-cases.ts';
import { fileCases } from './file-cases.ts';
import { jobCases } from './job-cases.ts';
import type { Place, Placed } from './placements.ts';
import { processCases } from './process-cases.ts';
import { searchCases } from './search-cases.ts';
import type { UnderTest } from './under-test.ts';

export interface SuiteOptions extends Partial<Pick<UnderTest, 'owner'>>, Pick<UnderTest, 'hasProcesses'> {
  readonly name: string;
  readonly place: () => Place;
  /** null, or why this machine cannot run it. */
  readonly skip?: string | null;
}

/** The promises of contract/toolbox, kept in every place a toolbox can be. Cases about processes are not collected where there are none. */
export const pipeSuite = (options: SuiteOptions): void => {
  describe.skipIf(options.skip)(`a toolbox ${options.name}${options.skip ? ` (skipped: ${options.skip})` : ''}`, () => {
    let built: Awaited<ReturnType<typeof builtToolbox>>;
    let root = '';
    let placed: Placed;
    beforeAll(async () => {
      built = await builtToolbox();
      root = await mkdtemp(join(tmpdir(), 'pynchy-workspace-'));
      placed = await options.place()(built.dir, root);
    });
    afterAll(async () => {
      await placed.dispose();
      await built.dispose();
      await rm(root, { recursive: true, force: true });
    });
    const at: UnderTest = {
      get root() {
        return root;
      },
      get toolbox() {
        return placed.client.toolbox;
      },
      get placed() {
        return placed;
      },
      hasProcesses: options.hasProcesses,
      owner: options.owner,
    };
    commandCases(at);
    fileCases(at);
    searchCases(at);
    jobCases(at);
    if (options.hasProcesses) processCases(at);
  });
};
