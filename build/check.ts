import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Format, lint, types and layers side by side, then the unit tests. The output of what failed is printed whole. Few seeds: many are for npm test. */
const checks: readonly (readonly [string, readonly string[]])[] = [
  ['format and lint', ['biome', 'check', '--error-on-warnings', '.']],
  ['promises', ['oxlint', '--type-aware', '--deny-warnings', 'main', 'plugins', 'preload', 'renderer', 'build', 'tests']],
  ['types', ['tsc', '-p', '.']],
  ['types of the window', ['tsc', '-p', 'renderer']],
  ['types of the preload', ['tsc', '-p', 'preload']],
  ['types of the demo page', ['tsc', '-p', 'tests/demo/page']],
  ['lint config', ['node', 'build/write-lint-config.ts', '--check']],
];
const units: readonly string[] = [
  'vitest',
  'run',
  '-c',
  'build/vitest.config.ts',
  '--reporter=minimal',
  '--reporter=./build/flaky-reporter.ts',
  '--silent=passed-only',
  'main',
  'plugins',
  'renderer',
  'build',
];

const run = (name: string, [command = '', ...args]: readonly string[]): Promise<boolean> =>
  new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', PYNCHY_SEEDS: '25', PATH: `${root}node_modules/.bin:${process.env.PATH}` },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('close', (code) => {
      console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} ${((performance.now() - started) / 1000).toFixed(1)} s`);
      if (code !== 0) console.log(output);
      resolve(code === 0);
    });
  });

const results = await Promise.all(checks.map(([name, command]) => run(name, command)));
results.push(await run('units', units));
process.exitCode = results.every(Boolean) ? 0 : 1;
