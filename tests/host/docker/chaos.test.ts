import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../chaos/random.ts';
import { runSeed, type SeedResult } from '../../chaos/run-seed.ts';
import { makeTemplate, type Template } from '../../chaos/template.ts';
import { installOf } from '../../docker/docker-host.ts';
import { containersOf, engineCall, engineLacks, testImage } from '../../docker/engine.ts';
import { type OwnEngine, startOwnEngine } from '../../docker/own-engine.ts';

// PYNCHY_DOCKER_SEEDS: how many. Each is a plan of tests/chaos, with containers that are killed or frozen meanwhile, and an engine that is.
/** More of them, and on a slow machine no sandbox would live long enough for anything. */
const mostHit = 4;
const count = Number(process.env.PYNCHY_DOCKER_SEEDS ?? 3);

describe.skipIf(engineLacks)(`hosts, containers and engines that die${engineLacks === null ? '' : ` (skipped: ${engineLacks})`}`, () => {
  const before = { DOCKER_HOST: process.env.DOCKER_HOST, CONTAINER_RUNTIME: process.env.CONTAINER_RUNTIME };
  let engine: OwnEngine;
  let template: Template;
  let installId = '';
  beforeAll(async () => {
    engine = await startOwnEngine();
    template = await makeTemplate((client) => client.plugins.saveSettings({ id: 'docker', settings: { image: testImage } }));
    installId = installOf(template.home);
    Object.assign(process.env, { DOCKER_HOST: engine.address, CONTAINER_RUNTIME: 'docker' });
  }, 120_000);
  afterAll(async () => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await engine?.close();
  }, 120_000);
  const call = (path: string, method: string) => engineCall(path, method, undefined, engine.socket);
  const ours = () => containersOf(installId, engine.socket);
  const removeAll = async (): Promise<void> => {
    for (const id of await ours()) await call(`/containers/${id}?force=1`, 'DELETE');
  };

  /**
   * Kills or freezes a container now and then, or kills the engine once and starts it again, as the seed says; most frozen ones
   * thaw. Returns how many of each. The engine runs when it returns.
   */
  const sabotage = async (seed: number, signal: AbortSignal): Promise<{ killed: number; frozen: number; engines: number }> => {
    const random = createRandom(seed + 10_000);
    const hits = { killed: 0, frozen: 0, engines: 0 };
    const engineAt = random.chance(0.4) ? random.between(0, mostHit - 1) : -1;
    for (let hit = 0; !signal.aborted && hit < mostHit; ) {
      await pause(random.between(300, 3_000), undefined, { signal }).catch(() => {});
      const found = signal.aborted ? [] : await ours();
      if (found.length === 0) continue;
      const one = random.pick(found);
      const [freezes, staysMs, thaws] = [random.chance(0.4), random.between(500, 4_000), random.chance(0.8)];
      if (hit === engineAt) {
        hit++;
        hits.engines++;
        await engine.kill();
        await pause(staysMs, undefined, { signal }).catch(() => {});
        await engine.start();
        continue;
      }
      const { status } = await call(`/containers/${one}/${freezes ? 'pause' : 'kill'}`, 'POST');
      if (status !== 204) continue;
      hit++;
      if (freezes) hits.frozen++;
      else hits.killed++;
      if (!freezes || !thaws) continue;
      await pause(staysMs, undefined, { signal }).catch(() => {});
      await call(`/containers/${one}/unpause`, 'POST');
    }
    return hits;
  };

  it.each(Array.from({ length: count }, (_, i) => i + 1))(
    'lose, double and hide nothing (seed %i)',
    async (seed) => {
      const over = new AbortController();
      const hitting = sabotage(seed, over.signal);
      let result: SeedResult;
      try {
        result = await runSeed(template, seed);
      } finally {
        over.abort();
      }
      const { killed, frozen, engines } = await hitting;
      // The last host was killed as well: what is left waits for the next one, one for each workspace at most.
      const left = await ours();
      await removeAll();
      console.log(
        `seed ${seed}: ${result.lives - 1} hosts, ${killed} containers and ${engines} engines killed, ${frozen} frozen, ${result.effects} effects, ${result.unknowns} unknown and shown`,
      );
      expect(result.wrong).toEqual([]);
      expect(left.length).toBeLessThanOrEqual(2);
    },
    240_000,
  );
});
