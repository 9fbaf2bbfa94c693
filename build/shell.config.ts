import { defineConfig } from 'vitest/config';

/** Ring 4: the real entry of the desktop shell under a fake Electron, its real preload and page in Chromium. A harness, no Electron test. */
export default defineConfig({
  test: {
    // Machines are shared: a poll ends when it is true, and only a hang takes this long.
    expect: { poll: { timeout: 20_000 } },
    root: new URL('..', import.meta.url).pathname,
    include: ['tests/shell/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    globalSetup: ['tests/harness/memory-folder.ts', 'tests/harness/build-once.ts', 'tests/shell/build-shell.ts'],
    setupFiles: ['tests/harness/each-file.ts'],
    // A second try in CI alone, so that one race does not hide the rest; flaky-reporter.ts names each test that needed it.
    retry: process.env.CI === 'true' ? 1 : 0,
    testTimeout: 60_000,
    hookTimeout: 90_000,
  },
});
