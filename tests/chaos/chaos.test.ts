import { expect, it } from 'vitest';
import { runSeed, type SeedResult } from './run-seed.ts';
import { makeTemplate } from './template.ts';

// PYNCHY_SEEDS: how many. PYNCHY_SEED: only this one.
const count = Number(process.env.PYNCHY_SEEDS ?? 25);
const only = process.env.PYNCHY_SEED;
const seeds = only === undefined ? Array.from({ length: count }, (_, i) => i + 1) : [Number(only)];
const atOnce = 3;

it(
  'loses, doubles and hides nothing however the host is killed',
  async () => {
    const template = await makeTemplate();
    const results: SeedResult[] = [];
    const rest = [...seeds];
    const started = performance.now();
    await Promise.all(
      Array.from({ length: Math.min(atOnce, seeds.length) }, async () => {
        for (let seed = rest.shift(); seed !== undefined; seed = rest.shift()) results.push(await runSeed(template, seed));
      }),
    );
    const sum = (of: (r: SeedResult) => number): number => results.reduce((n, r) => n + of(r), 0);
    console.log(
      `${results.length} seeds, ${sum((r) => r.lives - 1)} kills, ${sum((r) => r.effects)} effects, ${sum((r) => r.unknowns)} unknown and shown; ${((performance.now() - started) / 1000 / results.length).toFixed(2)} s per seed`,
    );
    const broken = results
      .filter((r) => r.wrong.length > 0)
      .map((r) => `PYNCHY_SEED=${r.seed} (${r.lives} lives, ${r.ms} ms): ${r.wrong.join('; ')}`);
    expect(broken).toEqual([]);
  },
  60_000 + seeds.length * 6_000,
);
