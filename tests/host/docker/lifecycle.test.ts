import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { builtToolbox } from '../../../main/toolbox/testing/built-toolbox.ts';
import { runIn } from '../../../main/toolbox/testing/under-test.ts';
import { containersOf, engineCall, engineLacks } from '../../docker/engine.ts';
import { type SandboxesUnderTest, sandboxesUnderTest } from '../../docker/sandboxes-under-test.ts';

const never = new AbortController().signal;

describe.skipIf(engineLacks)(`the containers of an install${engineLacks === null ? '' : ` (skipped: ${engineLacks})`}`, () => {
  let built: Awaited<ReturnType<typeof builtToolbox>>;
  let under: SandboxesUnderTest;
  beforeAll(async () => {
    built = await builtToolbox();
  });
  afterAll(() => built?.dispose());
  afterEach(async () => {
    expect(await under.close()).toBe(0);
  });
  const start = (more: Parameters<typeof sandboxesUnderTest>[1] = {}): SandboxesUnderTest => {
    under = sandboxesUnderTest(built.dir, more);
    return under;
  };

  it('are one for each workspace, and share no file', async () => {
    const { sandboxes, installId } = start();
    const [one, again, two] = await Promise.all([
      sandboxes.acquire('one', never),
      sandboxes.acquire('one', never),
      sandboxes.acquire('two', never),
    ]);
    expect(one).toBe(again);
    expect((await containersOf(installId)).length).toBe(2);
    await runIn(one, 'echo mine > /workspace/secret.txt; echo mine > /tmp/secret.txt');
    expect((await runIn(two, 'cat /workspace/secret.txt /tmp/secret.txt 2>/dev/null; find / -name secret.txt 2>/dev/null')).stdout).toBe(
      '',
    );
    const usage = await sandboxes.usage('one');
    expect(usage).toMatchObject({ adopted: false, calls: 0, image: expect.stringMatching(/^sha256:/) });
    expect(usage?.cpu).toBeGreaterThan(0);
  });

  it('stay while they are used, and are gone when they were idle for the time that is set', async () => {
    const { sandboxes, until, installId, store } = start({ idleStopMs: () => 400 });
    const toolbox = await sandboxes.acquire('w', never);
    expect((await runIn(toolbox, 'sleep 1; echo done')).stdout).toBe('done\n');
    await until('w', (row) => row?.state === 'absent');
    expect(store.get('w')?.reason?.code).toBe('idle');
    expect(await containersOf(installId)).toEqual([]);
    expect((await runIn(await sandboxes.acquire('w', never), 'echo again')).stdout).toBe('again\n');
    expect(store.get('w')?.epoch).toBe(2);
  });

  it('are followed by the next only when the engine has confirmed their end', async () => {
    const { sandboxes, store, installId } = start();
    const old = await sandboxes.acquire('w', never);
    // It writes as long as it lives, also from the background.
    await runIn(old, 'setsid sh -c "while :; do date +%s%N > /workspace/alive; sleep 0.05; done" >/dev/null 2>&1 &');
    const [first] = await containersOf(installId);
    await sandboxes.restart('w');
    expect(store.get('w')).toMatchObject({ epoch: 2, state: 'ready' });
    expect(await containersOf(installId)).not.toContain(first);
    const now = await sandboxes.acquire('w', never);
    await expect(old.list('.', never)).rejects.toMatchObject({ code: 'gone' });
    const read = async (): Promise<string> => (await runIn(now, 'cat alive')).stdout;
    const before = await read();
    await runIn(now, 'sleep 0.3');
    expect(await read()).toBe(before);
  });

  it('that are frozen are noticed, and killed before the next one gets the folder', async () => {
    const { sandboxes, store, installId, until } = start({ timing: { pingMs: 100 } });
    await sandboxes.acquire('w', never);
    const [frozen] = await containersOf(installId);
    expect((await engineCall(`/containers/${frozen}/pause`, 'POST')).status).toBe(204);
    await until('w', (row) => row?.state === 'absent');
    expect(store.get('w')?.reason?.code).toBe('toolbox-silent');
    expect(await containersOf(installId)).toEqual([]);
    expect((await runIn(await sandboxes.acquire('w', never), 'echo back')).stdout).toBe('back\n');
  });

  it('that somebody kills end the calls in flight as unknown, and start anew', async () => {
    const { sandboxes, store, installId, until } = start();
    const toolbox = await sandboxes.acquire('w', never);
    const [id] = await containersOf(installId);
    const call = toolbox.exec(
      { callId: 'c', command: 'echo up; sleep 100', timeoutMs: 60_000 },
      () => void engineCall(`/containers/${id}/kill`, 'POST'),
      never,
    );
    await expect(call).rejects.toMatchObject({ code: 'gone' });
    await until('w', (row) => row?.state === 'absent');
    expect(store.get('w')?.reason?.code).toBe('toolbox-ended');
    expect((await runIn(await sandboxes.acquire('w', never), 'echo back')).stdout).toBe('back\n');
  });

  it('are refused a second time for one epoch by the engine itself', async () => {
    const { sandboxes, installId } = start();
    await sandboxes.acquire('w', never);
    const [one] = await containersOf(installId);
    const name = (await engineCall<{ Name: string }>(`/containers/${one}/json`)).body.Name.slice(1);
    const second = await engineCall(`/containers/create?name=${name}`, 'POST', { Image: 'pynchy-test-base:2', Cmd: ['true'] });
    expect(second.status).toBe(409);
  });

  it('stop at the limit of their disk, and start again so that files can be deleted', async () => {
    const { sandboxes, store, until, folder } = start({
      limits: { cpu: 1, memBytes: 256 * 1024 ** 2, pids: 128, diskBytes: 64 * 1024 ** 2 },
      timing: { diskMs: 50 },
    });
    const toolbox = await sandboxes.acquire('w', never);
    await runIn(toolbox, 'true');
    const filling = runIn(toolbox, 'for i in $(seq 100); do head -c 8M /dev/urandom > fill-$i; done', { timeoutMs: 120_000 });
    await expect(filling).rejects.toMatchObject({ code: 'gone' });
    await until('w', (row) => row?.state === 'absent');
    expect(store.get('w')?.reason?.code).toBe('disk-quota');
    expect(existsSync(join(folder('w'), 'fill-100'))).toBe(false);
    expect((await runIn(await sandboxes.acquire('w', never), 'rm -f fill-*; ls')).stdout).toBe('');
  }, 60_000);
});
