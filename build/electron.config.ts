import { defineConfig } from 'vitest/config';

/** The real Electron, collected by the workflow alone: this needs the program, a display and one of the three systems. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['tests/electron/**/*.spec.ts'],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 90_000,
  },
});
