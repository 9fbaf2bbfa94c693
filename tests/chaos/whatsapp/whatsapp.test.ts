import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { bundleForNode } from '../../../build/node-bundle.ts';
import { quietConsole } from '../../../plugins/whatsapp/quiet-console.ts';
import { toolboxDir } from '../../harness/built.ts';
import { runSeed, type SeedResult } from './run-seed.ts';

// PYNCHY_WHATSAPP_SEEDS: how many (they are long). PYNCHY_FIRST_SEED: from which. PYNCHY_SEED: only this one.
const first = Number(process.env.PYNCHY_FIRST_SEED ?? 1);
const count = Number(process.env.PYNCHY_WHATSAPP_SEEDS ?? 5);
const only = process.env.PYNCHY_SEED;
const seeds = only === undefined ? Array.from({ length: count }, (_, i) => first + i) : [Number(only)];
const atOnce = Number(process.env.PYNCHY_AT_ONCE ?? 2);

it(
  'loses, doubles and misdirects nothing between two numbers and three groups, whatever breaks',
  async () => {
    // Each life of the host begins faster so; and all of them are of one state of the sources.
    const outDir = join(dirname(toolboxDir()), 'chaos');
    await bundleForNode({ name: 'host', entry: 'tests/sim/whatsapp/served-host.ts', outDir });
    // The simulated phones use the library's encryption, which prints keys.
    quietConsole();
    const results: SeedResult[] = [];
    const rest = [...seeds];
    await Promise.all(
      Array.from({ length: Math.min(atOnce, seeds.length) }, async () => {
        for (let seed = rest.shift(); seed !== undefined; seed = rest.shift()) {
          const result = await runSeed({ host: join(outDir, 'host.mjs'), toolboxDir: toolboxDir() }, seed);
          results.push(result);
          if (result.wrong.length > 0)
            console.log(`PYNCHY_SEED=${seed} (${result.lives} lives, ${result.ms} ms): ${result.wrong.join('; ')}`);
        }
      }),
    );
    const sum = (of: (r: SeedResult) => number): number => results.reduce((n, r) => n + of(r), 0);
    console.log(
      `${results.length} seeds, ${sum((r) => r.messages)} messages, ${sum((r) => r.lives - 1)} kills, ${sum((r) => r.excused)} lost with a removed device; ${(sum((r) => r.ms) / 1000 / results.length).toFixed(1)} s per seed`,
    );
    expect(results.filter((r) => r.wrong.length > 0).map((r) => `PYNCHY_SEED=${r.seed}`)).toEqual([]);
  },
  120_000 + seeds.length * 300_000,
);
