import { defineConfig } from 'vitest/config';

/** Ring 3: the real page in a real Chromium. */
export default defineConfig({
  test: {
    // Machines are shared: a poll ends when it is true, and only a hang takes this long.
    expect: { poll: { timeout: 20_000 } },
    root: new URL('..', import.meta.url).pathname,
    include: ['tests/browser/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // One Chromium and one set of modules for each worker.
    isolate: false,
    globalSetup: ['tests/harness/memory-folder.ts', 'tests/harness/build-once.ts', 'tests/browser/build-page.ts'],
    setupFiles: ['tests/harness/each-file.ts'],
    // A second try in CI alone, so that one race does not hide the rest; flaky-reporter.ts names each test that needed it.
    retry: process.env.CI === 'true' ? 1 : 0,
    testTimeout: 45_000,
    hookTimeout: 60_000,
  },
});
