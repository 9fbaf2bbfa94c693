import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { build } from 'vite';
import { undefended } from './patch.ts';

/** The toolbox of the build without defences: <outDir>/process.mjs and <outDir>/just-bash.mjs. */
export const buildOpenToolbox = async (outDir: string): Promise<void> => {
  const takeOut: Plugin = {
    name: 'defences-off',
    enforce: 'pre',
    load: (id) => undefended(id.split('?')[0] ?? id),
  };
  for (const entry of ['process', 'just-bash'] as const)
    await build({
      configFile: false,
      envDir: false,
      logLevel: 'warn',
      root: fileURLToPath(new URL('../../..', import.meta.url)),
      plugins: [takeOut],
      ssr: { noExternal: true, external: ['just-bash'] },
      build: {
        ssr: fileURLToPath(new URL(`../../../main/toolbox/${entry}.ts`, import.meta.url)),
        outDir,
        emptyOutDir: false,
        target: 'node18',
        minify: false,
        rolldownOptions: { external: ['just-bash'], output: { entryFileNames: `${entry}.mjs`, codeSplitting: false } },
      },
    });
};
