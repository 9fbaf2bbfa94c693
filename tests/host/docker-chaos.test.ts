import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../chaos/random.ts';
import { runSeed, type SeedResult } from '../chaos/run-seed.ts';
import { makeTemplate, type Template } from '../chaos/template.ts';
import { installOf } from '../docker/docker-host.ts';
import { containersOf, engineAddress, engineCall, engineLacks, testImage } from '../docker/engine.ts';

// PYNCHY_DOCKER_SEEDS: how many. Each is a plan of tests/chaos, with containers, of which some are killed meanwhile.
/** More of them, and on a slow machine no sandbox would live long enough for anything. */
const mostKilled = 4;
const count = Number(process.env.PYNCHY_DOCKER_SEEDS ?? 3);

describe.skipIf(engineLacks)(`hosts and containers that are killed${engineLacks === null ? '' : ` (skipped: ${engineLacks})`}`, () => {
  const before = { DOCKER_HOST: process.env.DOCKER_HOST, CONTAINER_RUNTIME: process.env.CONTAINER_RUNTIME };
  let template: Template;
  let installId = '';
  beforeAll(async () => {
    template = await makeTemplate((client) => client.plugins.saveSettings({ id: 'docker', settings: { image: testImage } }));
    installId = installOf(template.home);
    Object.assign(process.env, { DOCKER_HOST: engineAddress, CONTAINER_RUNTIME: 'docker' });
  });
  afterAll(() => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
  const removeAll = async (): Promise<void> => {
    for (const id of await containersOf(installId)) await engineCall(`/containers/${id}?force=1`, 'DELETE');
  };

  /** Kills or freezes one of the containers now and then, as the seed says; most frozen ones thaw again. Returns how many of each. */
  const sabotage = async (seed: number, signal: AbortSignal): Promise<{ killed: number; frozen: number }> => {
    const random = createRandom(seed + 10_000);
    let killed = 0;
    let frozen = 0;
    while (!signal.aborted && killed + frozen < mostKilled) {
      await pause(random.between(300, 3_000), undefined, { signal }).catch(() => {});
      const found = signal.aborted ? [] : await containersOf(installId);
      if (found.length === 0) continue;
      const one = random.pick(found);
      const [freezes, staysMs, thaws] = [random.chance(0.4), random.between(500, 4_000), random.chance(0.8)];
      const { status } = await engineCall(`/containers/${one}/${freezes ? 'pause' : 'kill'}`, 'POST');
      if (status !== 204) continue;
      if (freezes) frozen++;
      else killed++;
      if (!freezes || !thaws) continue;
      await pause(staysMs, undefined, { signal }).catch(() => {});
      await engineCall(`/containers/${one}/unpause`, 'POST');
    }
    return { killed, frozen };
  };

  it.each(Array.from({ length: count }, (_, i) => i + 1))(
    'lose, double and hide nothing (seed %i)',
    async (seed) => {
      const over = new AbortController();
      const killing = sabotage(seed, over.signal);
      let result: SeedResult;
      try {
        result = await runSeed(template, seed);
      } finally {
        over.abort();
      }
      const { killed, frozen } = await killing;
      // The last host was killed as well: what is left waits for the next one, one for each workspace at most.
      const left = await containersOf(installId);
      await removeAll();
      console.log(
        `seed ${seed}: ${result.lives - 1} hosts and ${killed} containers killed, ${frozen} frozen, ${result.effects} effects, ${result.unknowns} unknown and shown`,
      );
      expect(result.wrong).toEqual([]);
      expect(left.length).toBeLessThanOrEqual(2);
    },
    240_000,
  );
});
