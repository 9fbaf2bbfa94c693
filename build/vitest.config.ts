import { defineConfig } from 'vitest/config';

/** Rings 1 and 2 (design: tests beside the source, host tests under tests/). Ring 3 has a config of its own. */
export default defineConfig({
  test: {
    // Machines are shared: a poll ends when it is true, and only a hang takes this long.
    expect: { poll: { timeout: 20_000 } },
    root: new URL('..', import.meta.url).pathname,
    include: [
      'main/**/*.test.ts',
      'plugins/**/*.test.ts',
      'renderer/**/*.test.ts',
      'build/**/*.test.ts',
      'tests/host/**/*.test.ts',
      'tests/chaos/**/*.test.ts',
      'tests/hostile/**/*.test.ts',
      'tests/fuzz/**/*.test.ts',
    ],
    pool: 'forks',
    maxWorkers: 2,
    // A process for each of 150 files would load the same modules 150 times: a third of all the time. No module keeps state.
    isolate: false,
    globalSetup: ['tests/harness/memory-folder.ts', 'tests/harness/build-once.ts'],
    setupFiles: ['tests/harness/each-file.ts'],
    // A second try in CI alone, so that one race does not hide the rest; flaky-reporter.ts names each test that needed it.
    retry: process.env.CI === 'true' ? 1 : 0,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
