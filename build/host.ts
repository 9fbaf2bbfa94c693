import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Bundles the command (with the host and every first-party plugin inside) into <outDir>/cli.mjs and its lazy parts. */
export const buildHost = async (outDir: string): Promise<void> => {
  await build({
    configFile: false,
    envDir: false,
    logLevel: 'warn',
    root,
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node22',
      minify: false,
      rolldownOptions: {
        // The reader's worker is an entry of its own: it must not share a file with the command, which runs when it is loaded.
        input: { cli: source('main/cli/main.ts'), reader: source('main/core/store/reader-worker.ts') },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
};
