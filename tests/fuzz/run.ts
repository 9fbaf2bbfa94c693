import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createRandom } from '../chaos/random.ts';
import { removeTempFolders } from '../harness/temp-home.ts';
import { fuzzCalls } from './calls.ts';
import { fuzzCommandLine } from './command-line.ts';
import { fuzzDeepLinks } from './deep-links.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { fuzzSockets } from './sockets.ts';

// One target with one seed; prints what came of it as JSON on file 3, because the terminal's own commands write to the others.
const targets: Readonly<Record<string, FuzzTarget>> = {
  'deep-links': fuzzDeepLinks,
  'command-line': fuzzCommandLine,
  calls: fuzzCalls,
  sockets: fuzzSockets,
  // Its modules need the fake Electron, which the process is started with.
  'shell-calls': async (o) => (await import('./shell-calls.ts')).fuzzShellCalls(o),
};
const { values } = parseArgs({
  options: { target: { type: 'string' }, seed: { type: 'string' }, n: { type: 'string' }, toolbox: { type: 'string' } },
});
const uncaught: string[] = [];
for (const name of ['unhandledRejection', 'uncaughtException'] as const)
  process.on(name, (error) => uncaught.push(`${name}: ${error instanceof Error ? error.stack : String(error)}`));
const target = targets[values.target ?? ''];
if (!target) throw new Error(`there is no target ${values.target}`);
const fuzzed = await target({ random: createRandom(Number(values.seed)), n: Number(values.n), toolboxDir: values.toolbox ?? '' });
// A rejection that nobody waits for is told a turn later.
await new Promise((resolve) => setImmediate(resolve));
removeTempFolders();
writeSync(3, JSON.stringify({ cases: fuzzed.cases, faults: [...fuzzed.faults, ...uncaught].slice(0, 20) }));
process.exit(0);
