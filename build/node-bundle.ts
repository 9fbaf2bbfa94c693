import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** A path of this project, from the root. */
export const source = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/**
 * Bundles a program with host and first-party plugins inside into <outDir>/<name>.mjs and its lazy parts. The reader's
 * worker is an entry of its own: it must not share a file with the program, which runs when it is loaded.
 */
export const bundleForNode = async (o: { name: string; entry: string; outDir: string; external?: string[] }): Promise<void> => {
  await build({
    configFile: false,
    envDir: false,
    logLevel: 'warn',
    root: source(''),
    build: {
      ssr: true,
      outDir: o.outDir,
      emptyOutDir: true,
      target: 'node22',
      minify: false,
      rolldownOptions: {
        external: o.external ?? [],
        input: { [o.name]: source(o.entry), reader: source('main/core/store/reader-worker.ts') },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
};
