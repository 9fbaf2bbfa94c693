import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Bundles the desktop shell (host and plugins inside) into <outDir>/main.mjs and its lazy parts. Electron itself is never bundled. */
export const buildDesktop = async (outDir: string): Promise<void> => {
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
        external: ['electron'],
        input: { main: source('main/desktop/main.ts'), reader: source('main/core/store/reader-worker.ts') },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
};

/** Bundles the preload into the one CommonJS file that a sandboxed window can load: <outDir>/preload.cjs. */
export const buildPreload = async (outDir: string): Promise<void> => {
  await build({
    configFile: false,
    envDir: false,
    logLevel: 'warn',
    root,
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2024',
      minify: false,
      lib: { entry: source('preload/preload.ts'), formats: ['cjs'], fileName: () => 'preload.cjs' },
      rolldownOptions: { external: ['electron'] },
    },
  });
};
