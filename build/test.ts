import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const strict = process.env.CI === 'true';

interface Suite {
  readonly name: string;
  readonly config: string;
  /** Why it cannot run here; null when it can. */
  readonly lacks: () => string | null;
}
const has = (program: string): boolean => (process.env.PATH ?? '').split(':').some((dir) => existsSync(join(dir, program)));
// The engine that tests/docker/start-engine.sh starts; never the one a person works with.
const engineRuns = (): boolean =>
  existsSync(
    process.env.PYNCHY_TEST_DOCKER?.replace('unix://', '') ??
      join(process.env.PYNCHY_ENGINE_DIR ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'pynchy-engine'), 'docker.sock'),
  );
const suites: readonly Suite[] = [
  { name: 'units and host', config: 'build/vitest.config.ts', lacks: () => null },
  {
    name: 'browser',
    config: 'build/browser.config.ts',
    lacks: () => (existsSync('/usr/bin/chromium') ? null : 'no Chromium at /usr/bin/chromium (Debian: apt install chromium)'),
  },
  {
    name: 'shell (harness, no Electron)',
    config: 'build/shell.config.ts',
    lacks: () =>
      process.platform !== 'linux'
        ? 'the harness speaks for Linux; the real Electron is tested by the workflow'
        : existsSync('/usr/bin/chromium')
          ? null
          : 'no Chromium at /usr/bin/chromium (Debian: apt install chromium)',
  },
];

/** Everything this machine can run. What it lacks is named; in CI a lack or a skip is a failure. */
const totals = { passed: 0, failed: 0, skipped: 0 };
const notes: string[] = [];
const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(0)} s`;
const began = performance.now();
execFileSync(process.execPath, ['build/build.ts', '--if-stale'], { cwd: root, stdio: 'inherit' });
if (process.platform === 'linux' && !has('bwrap')) {
  notes.push('skipped: the bubblewrap sandbox (not installed; Debian: apt install bubblewrap)');
  totals.skipped++;
}
if (process.platform === 'linux' && !engineRuns()) {
  notes.push('skipped: Docker containers (no engine of our own; Debian, as root: tests/docker/start-engine.sh)');
  totals.skipped++;
}
for (const suite of suites) {
  const lacks = suite.lacks();
  if (lacks) {
    notes.push(`skipped: ${suite.name}: ${lacks}`);
    totals.skipped++;
    continue;
  }
  console.log(`\n${suite.name}`);
  const ringBegan = performance.now();
  const dir = mkdtempSync(join(tmpdir(), 'pynchy-test-'));
  const report = join(dir, 'report.json');
  const result = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '-c',
      suite.config,
      '--reporter=default',
      '--reporter=./build/flaky-reporter.ts',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, NO_COLOR: '1' } },
  );
  const counts = existsSync(report)
    ? (JSON.parse(readFileSync(report, 'utf8')) as {
        numPassedTests: number;
        numFailedTests: number;
        numPendingTests: number;
        numTodoTests: number;
        testResults: { assertionResults: { status: string; fullName: string }[] }[];
      })
    : null;
  rmSync(dir, { recursive: true, force: true });
  console.log(`${suite.name}: ${seconds(ringBegan)}`);
  if (!counts) {
    totals.failed++;
    continue;
  }
  totals.passed += counts.numPassedTests;
  totals.failed += counts.numFailedTests + (result.status !== 0 && counts.numFailedTests === 0 ? 1 : 0);
  totals.skipped += counts.numPendingTests + counts.numTodoTests;
  for (const file of counts.testResults)
    for (const test of file.assertionResults)
      if (test.status === 'skipped' || test.status === 'pending' || test.status === 'todo') notes.push(`skipped: ${test.fullName}`);
}
console.log(['', ...notes].join('\n'));
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped, ${seconds(began)}`);
process.exitCode = totals.failed > 0 || totals.passed === 0 || (strict && totals.skipped > 0) ? 1 : 0;
