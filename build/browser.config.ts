import { defineConfig } from 'vitest/config';

/** Ring 3: the real page in a real Chromium. Also runs the renderer's own unit tests, which need no browser. */
export default defineConfig({
  resolve: { alias: [{ find: /^#contract\//, replacement: new URL('../main/contract/', import.meta.url).pathname }] },
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['renderer/**/*.test.ts', 'tests/browser/**/*.test.ts'],
    pool: 'forks',
    // Two pages at once on two cores would make every measurement one of waiting.
    maxWorkers: 1,
    globalSetup: ['tests/browser/build-page.ts'],
    testTimeout: 45_000,
    hookTimeout: 60_000,
  },
});
