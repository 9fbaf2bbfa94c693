import { defineConfig } from 'vitest/config';

/** Ring 3: the real page in a real Chromium. Also runs the renderer's own unit tests, which need no browser. */
export default defineConfig({
  test: {
    // Machines are shared: a poll ends when it is true, and only a hang takes this long.
    expect: { poll: { timeout: 20_000 } },
    root: new URL('..', import.meta.url).pathname,
    include: ['renderer/**/*.test.ts', 'tests/browser/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    globalSetup: ['tests/browser/build-page.ts'],
    // A second try in CI alone, so that one race does not hide the rest; flaky-reporter.ts names each test that needed it.
    retry: process.env.CI === 'true' ? 1 : 0,
    testTimeout: 45_000,
    hookTimeout: 60_000,
  },
});
