import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles the command (with the host and every first-party plugin inside) into <outDir>/cli.mjs and its lazy parts. */
export const buildHost = async (outDir: string): Promise<void> => {
  await build({
    configFile: false,
    envDir: false,
    logLevel: 'warn',
    root,
    build: {
      ssr: fileURLToPath(new URL('../main/cli/main.ts', import.meta.url)),
      outDir,
      emptyOutDir: true,
      target: 'node22',
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'cli.mjs', chunkFileNames: '[name]-[hash].mjs' } },
    },
  });
};
