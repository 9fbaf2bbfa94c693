import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '../../main/cli/commands/all.ts';
import { invoke } from '../../main/cli/invoke.ts';
import { tempFolder } from '../harness/temp-home.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { hostileText } from './hostile-values.ts';

// These start programs, wait for a person or change the system: their arguments are tried with an option that they do not have.
const withEffects = new Set(['start', 'serve', 'service', 'open', 'link', 'env', 'vault', 'logs', 'doctor']);

/** Arguments of the terminal, where no host runs: every try ends with one of the four exit codes and in words. */
export const fuzzCommandLine: FuzzTarget = async ({ random, n }) => {
  const home = join(tempFolder('fuzz'), 'nobody');
  process.env.PYNCHY_HOME = home;
  const faults: string[] = [];
  for (let i = 0; i < n; i++) {
    const command = random.pick(commands);
    const name = random.chance(0.85) ? command.name : hostileText(random);
    const words = Array.from({ length: random.between(0, 5) }, () =>
      random.chance(0.5) ? `--${random.pick([...Object.keys(command.options), 'json', hostileText(random)])}` : hostileText(random),
    );
    // Before the words: after a bare -- nothing is an option.
    const argv = [name, ...(withEffects.has(name) ? ['--no-such-option'] : []), ...words];
    try {
      const code = await invoke(argv);
      if (![0, 1, 2, 3].includes(code)) faults.push(`${JSON.stringify(argv)} ended with ${code}`);
      if (withEffects.has(name) && code === 0) faults.push(`${JSON.stringify(argv)} was carried out`);
    } catch (error) {
      faults.push(`${JSON.stringify(argv)}: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
  if (existsSync(home) && readdirSync(home).length > 0) faults.push(`a try made files: ${readdirSync(home).join(', ')}`);
  return { cases: n, faults };
};
