import { build } from 'vite';
import { bundleForNode, source } from './node-bundle.ts';

/** Bundles the desktop shell (host and plugins inside) into <outDir>/main.mjs and its lazy parts. Electron itself is never bundled. */
export const buildDesktop = (outDir: string): Promise<void> =>
  bundleForNode({ name: 'main', entry: 'main/desktop/main.ts', outDir, external: ['electron'] });

/** Bundles the preload into the one CommonJS file that a sandboxed window can load: <outDir>/preload.cjs. */
export const buildPreload = async (outDir: string): Promise<void> => {
  await build({
    configFile: false,
    envDir: false,
    logLevel: 'warn',
    root: source(''),
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
