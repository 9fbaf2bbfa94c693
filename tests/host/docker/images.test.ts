import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SandboxPreparation, SandboxProvider } from '#plugin-api';
import { dockerUnderTest, engineCall, engineLacks, testImage } from '../../docker/engine.ts';
import { startRegistry } from '../../docker/registry.ts';
import { tempFolder } from '../../harness/temp-home.ts';

const never = new AbortController().signal;
type Progress = Exclude<SandboxPreparation, { done: unknown }>;
type Outcome = Extract<SandboxPreparation, { done: unknown }>['done'];

const prepare = async (
  provider: SandboxProvider,
  recipe: string | null,
  signal = never,
): Promise<{ told: Progress[]; outcome: Outcome }> => {
  const told: Progress[] = [];
  for await (const event of provider.prepare?.(recipe, signal) ?? []) {
    if ('done' in event) return { told, outcome: event.done };
    told.push(event);
  }
  throw new Error('it ended without an outcome');
};
const untaggedOfOurs = async (): Promise<string[]> => {
  const filters = encodeURIComponent(JSON.stringify({ dangling: ['true'], label: ['pynchy.sandbox=1'] }));
  return (await engineCall<{ Id: string }[]>(`/images/json?all=1&filters=${filters}`)).body.map(({ Id }) => Id);
};

describe.skipIf(engineLacks)(`the image of the containers${engineLacks === null ? '' : ` (skipped: ${engineLacks})`}`, () => {
  let recipe = '';
  let provider: SandboxProvider;
  const write = (...lines: string[]): void =>
    writeFileSync(join(recipe, 'Dockerfile'), [`FROM ${testImage}`, 'LABEL pynchy.sandbox=1', ...lines].join('\n'));
  beforeEach(() => {
    recipe = tempFolder('recipe');
    provider = dockerUnderTest({ image: '' });
  });
  afterEach(async () => {
    for (const image of (await provider.images?.()) ?? []) await engineCall(`/images/${image.id}?force=1`, 'DELETE');
  });

  it('is built once from its recipe, telling how far it is', async () => {
    write('RUN echo first', 'RUN sleep 1.5 && echo second');
    const { told, outcome } = await prepare(provider, recipe);
    expect(outcome).toMatchObject({ ok: true, value: { image: expect.stringMatching(/^sha256:/) } });
    expect(told.length).toBeGreaterThan(1);
    expect(told.at(-1)).toMatchObject({ step: 'build' });
    const again = await prepare(provider, recipe);
    expect(again).toEqual({ told: [], outcome });
    expect(await provider.images?.()).toMatchObject([{ inUse: true, bytes: expect.any(Number) }]);
  });

  it('tells at least once a second how far its build is, in bytes of how many', async () => {
    const fetch = [1, 2, 3].map((n) => `echo "Get:${n} http://deb.example bookworm/main amd64 p${n} amd64 1 [1,000 kB]" && sleep 1.2`);
    write(
      `RUN echo "Get:1 http://deb.example bookworm InRelease [151 kB]" && echo "Need to get 3,000 kB of archives." && ${fetch.join(' && ')}`,
    );
    const began = performance.now();
    const at: number[] = [];
    const sizes: [number, number][] = [];
    for await (const event of provider.prepare?.(recipe, never) ?? []) {
      at.push(performance.now() - began);
      if (!('done' in event)) sizes.push([event.doneBytes, event.totalBytes]);
    }
    expect(sizes.at(-1)).toEqual([3_151_000, 3_151_000]);
    expect(sizes).toContainEqual([1_151_000, 3_151_000]);
    const gaps = at.slice(1).map((ms, index) => ms - (at[index] ?? 0));
    // Two looks fit into a second; a busy machine may come late, but none is left out.
    expect(at.length).toBeGreaterThan(Math.floor((at.at(-1) ?? 0) / 1_000));
    expect(gaps.length).toBeGreaterThan(3);
  });

  it('is another one when its recipe changes; the old one stays when the new one cannot be built', async () => {
    write('RUN echo good');
    const good = await prepare(provider, recipe);
    write('RUN exit 3');
    expect((await prepare(provider, recipe)).outcome).toEqual(good.outcome);
    expect(await untaggedOfOurs()).toEqual([]);
    write('RUN echo better');
    const better = await prepare(provider, recipe);
    expect(better.outcome).not.toEqual(good.outcome);
    expect((await provider.images?.())?.map((image) => image.inUse).sort()).toEqual([false, true]);
    await provider.removeUnused?.();
    expect(await provider.images?.()).toMatchObject([{ inUse: true }]);
  });

  it('that cannot be built says why', async () => {
    write('RUN exit 3');
    expect((await prepare(provider, recipe)).outcome).toMatchObject({
      ok: false,
      code: 'image-failed',
      text: expect.stringContaining('3'),
    });
    rmSync(join(recipe, 'Dockerfile'));
    expect(readdirSync(recipe)).toEqual([]);
    expect((await prepare(provider, recipe)).outcome).toMatchObject({ ok: false, code: 'image-no-recipe' });
  });

  it('whose build is cancelled leaves nothing behind, and goes on for others who wait', async () => {
    write('RUN echo layer', 'RUN sleep 3 && echo done');
    const first = new AbortController();
    const both = [prepare(provider, recipe, first.signal).catch(() => null), prepare(provider, recipe)] as const;
    first.abort();
    expect((await both[1]).outcome.ok).toBe(true);

    write('RUN echo other', 'RUN sleep 60');
    const cancel = new AbortController();
    const cancelled = prepare(provider, recipe, cancel.signal);
    await expect.poll(async () => (await engineCall<unknown[]>('/containers/json')).body.length).toBeGreaterThan(0);
    cancel.abort();
    expect((await cancelled).outcome).toMatchObject({ ok: false, code: 'image-cancelled' });
    await expect
      .poll(async () =>
        (await engineCall<{ Command: string }[]>('/containers/json?all=1')).body.filter((c) => c.Command.includes('sleep 60')),
      )
      .toEqual([]);
    await expect.poll(untaggedOfOurs).toEqual([]);
  });

  it('of another name is pulled once, in bytes of how many', async () => {
    const registry = await startRegistry({ megabytes: 20, pieceMs: 150 });
    try {
      const pulling = dockerUnderTest({ image: registry.image });
      const { told, outcome } = await prepare(pulling, null);
      // It is there, but nothing of use is in it.
      expect(outcome).toMatchObject({ ok: false, code: 'image-unfit' });
      const sizes = told.filter((now) => now.totalBytes > 0);
      expect(sizes.length).toBeGreaterThan(1);
      expect(sizes.at(-1)).toMatchObject({ step: 'pull', totalBytes: registry.layerBytes });
      expect(sizes.every((now, index) => index === 0 || now.doneBytes >= (sizes[index - 1]?.doneBytes ?? 0))).toBe(true);
      expect((await prepare(pulling, null)).told).toEqual([]);
    } finally {
      await engineCall(`/images/${registry.image}?force=1`, 'DELETE');
      await registry.close();
    }
  });

  it('whose pull is cancelled is not there', async () => {
    const registry = await startRegistry({ megabytes: 20, pieceMs: 60_000 });
    try {
      const cancel = new AbortController();
      const pulling = prepare(dockerUnderTest({ image: registry.image }), null, cancel.signal);
      await registry.asked;
      cancel.abort();
      expect((await pulling).outcome).toMatchObject({ ok: false, code: 'image-cancelled' });
      expect((await engineCall(`/images/${registry.image}/json`)).status).toBe(404);
    } finally {
      await registry.close();
    }
  });

  it('that nobody has is missing, and a registry that is not there is a failure', async () => {
    const registry = await startRegistry({ megabytes: 1, pieceMs: 0 });
    const other = registry.image.replace('/ballast:1', '/ballast@sha256:0000000000000000000000000000000000000000000000000000000000000000');
    expect((await prepare(dockerUnderTest({ image: other }), null)).outcome).toMatchObject({ ok: false });
    await registry.close();
    expect((await prepare(dockerUnderTest({ image: registry.image }), null)).outcome).toMatchObject({ ok: false, code: 'image-failed' });
  });
});
