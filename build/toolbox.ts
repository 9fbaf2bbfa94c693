import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const entries = ['process', 'just-bash'] as const;

/** Bundles the two toolbox entries, each into one file for Node 18+: <outDir>/process.mjs and <outDir>/just-bash.mjs. */
export const buildToolbox = async (outDir: string): Promise<void> => {
  for (const entry of entries) {
    await build({
      configFile: false,
      envDir: false,
      logLevel: 'warn',
      root: fileURLToPath(new URL('..', import.meta.url)),
      // just-bash starts workers of its own by path and stays a package; everything else is bundled.
      ssr: { noExternal: true, external: ['just-bash'] },
      build: {
        ssr: fileURLToPath(new URL(`../main/toolbox/${entry}.ts`, import.meta.url)),
        outDir,
        emptyOutDir: false,
        target: 'node18',
        minify: false,
        rolldownOptions: { external: ['just-bash'], output: { entryFileNames: `${entry}.mjs`, codeSplitting: false } },
      },
    });
  }
};
