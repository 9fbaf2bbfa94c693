import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTick } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { builtToolbox } from '../../../main/toolbox/testing/built-toolbox.ts';
import { runIn } from '../../../main/toolbox/testing/under-test.ts';
import { containersOf, engineCall, engineLacks } from '../../docker/engine.ts';
import { type SandboxesUnderTest, sandboxesUnderTest } from '../../docker/sandboxes-under-test.ts';

const never = new AbortController().signal;
const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
const grown = async (file: string, from: number): Promise<void> => {
  while (sizeOf(file) <= from) await nextTick();
};

describe.skipIf(engineLacks)(`a frozen container${engineLacks === null ? '' : ` (skipped: ${engineLacks})`}`, () => {
  let built: Awaited<ReturnType<typeof builtToolbox>>;
  let under: SandboxesUnderTest;
  beforeAll(async () => {
    built = await builtToolbox();
  });
  afterAll(() => built?.dispose());
  afterEach(async () => {
    expect(await under.close()).toBe(0);
  });
  const paused = async (): Promise<boolean> => {
    const [container] = await containersOf(under.installId);
    return (await engineCall<{ State: { Paused: boolean } }>(`/containers/${container}/json`)).body.State.Paused;
  };

  it('is paused by the engine, does nothing meanwhile, and goes on when it is woken', async () => {
    under = sandboxesUnderTest(built.dir);
    const toolbox = await under.sandboxes.acquire('w', never);
    await toolbox.startJob({ command: 'while :; do printf x >> count; sleep 0.01; done' }, never);
    const file = join(under.folder('w'), 'count');
    await grown(file, 3);
    expect(await under.sandboxes.freezeAll()).toEqual({ frozen: 1, ended: 0 });
    expect(await paused()).toBe(true);
    const at = sizeOf(file);
    expect(under.sandboxes.running('w')).toBeNull();
    expect(await paused()).toBe(true);
    expect(sizeOf(file)).toBe(at);
    await under.sandboxes.thawAll();
    expect(await paused()).toBe(false);
    await grown(file, at + 3);
    expect((await runIn(toolbox, 'echo here')).stdout).toBe('here\n');
  });

  it('ends a call at once when it is frozen in the middle of it, and is ended when it would be woken', async () => {
    under = sandboxesUnderTest(built.dir);
    const toolbox = await under.sandboxes.acquire('w', never);
    const running = runIn(toolbox, 'while :; do printf x >> count; sleep 0.01; done').then(
      () => 'ended',
      (error: unknown) => String(error),
    );
    const file = join(under.folder('w'), 'count');
    await grown(file, 3);
    expect(await under.sandboxes.freezeAll()).toEqual({ frozen: 1, ended: 0 });
    expect(await running).toContain('frozen');
    const at = sizeOf(file);
    await under.sandboxes.thawAll();
    expect(await containersOf(under.installId)).toEqual([]);
    expect(sizeOf(file)).toBe(at);
  });
});
