import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { mantineStyles } from './mantine-styles.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Builds the window's page (index.html, script, styles) into `outDir`, which is emptied first. */
export const buildRenderer = async (outDir: string): Promise<void> => {
  await build({
    root: `${root}renderer`,
    configFile: false,
    logLevel: 'warn',
    plugins: [react(), mantineStyles(readFileSync(`${root}renderer/theme/mantine.css`, 'utf8'))],
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2024',
      // The server's policy forbids inline script and data: fonts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      sourcemap: false,
      chunkSizeWarningLimit: 1_500,
      // Without it all 6,000 icons are parsed for the 40 that are used.
      // Nor does somebody who starts Pynchy for the first time want to read how long plugins took.
      rolldownOptions: { experimental: { lazyBarrel: true }, checks: { pluginTimings: false, bundlerTimings: false } },
    },
  });
};
