import { toolboxDir } from '../../../tests/harness/built.ts';

/** Both entries, built once for all tests (tests/harness/build-once.ts), in a folder from which just-bash can be found. */
export const builtToolbox = async (): Promise<{ dir: string; dispose: () => Promise<void> }> => ({
  dir: toolboxDir(),
  dispose: async () => undefined,
});
