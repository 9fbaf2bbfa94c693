import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBubblewrap } from '../../plugins/embedded/bubblewrap.ts';
import { type HostUnderTest, startHost } from '../harness/in-process-host.ts';
import { calling, obey } from '../harness/obey.ts';
import { say } from '../harness/talk.ts';
import { tempFolder } from '../harness/temp-home.ts';
import { useModel } from '../harness/wire.ts';
import { type ModelSim, startModelSim } from '../sim/models/server.ts';

const probe = await createBubblewrap({ dataDir: tempFolder('probe'), log: () => {} }).probe();
const skip = probe.ok ? null : probe.text;

describe.skipIf(skip)(`commands in the background${skip === null ? '' : ` (skipped: ${skip})`}`, () => {
  let t: HostUnderTest;
  let sim: ModelSim;
  let id = '';
  const call = async (tool: string, input: Record<string, unknown> = {}): Promise<string> =>
    (await say(t.client, t.chatId, calling(tool, input))).reply ?? '';
  beforeEach(async () => {
    t = await startHost({ containerRuntime: 'bubblewrap' });
    sim = await startModelSim();
    sim.script(obey);
    await useModel(t.client, sim);
    id = (await t.client.workspaces.list())[0]?.id ?? '';
  });
  afterEach(async () => {
    await t.stop();
    await sim.close();
  });

  it('are started, listed, read and ended by the agent', async () => {
    expect(await call('run', { command: 'echo up; sleep 1000', background: true })).toContain('started as p1');
    expect(await call('process_log', { process: 'p1', from: 0, wait_s: 20 })).toMatch(/p1 runs; bytes 0 to 3, read on with from=3\nup/);
    expect(await call('process_list')).toMatch(/^p1: runs, \d+ s, 3 bytes printed: echo up; sleep 1000$/m);
    expect(await call('process_stop', { process: 'p1' })).toContain('ended p1');
    expect(await call('process_list')).toMatch(/^p1: ended by SIG\w+/m);
    expect(await call('process_stop', { process: 'p9' })).toContain('There is no such process');
  });

  it('are seen and ended by their owner, and end with their sandbox', async () => {
    expect(await t.client.sandbox.jobs({ id })).toEqual([]);
    await call('run', { command: 'echo one; sleep 1000', background: true });
    await call('run', { command: 'sleep 1001 >/dev/null 2>&1 & sleep 0.2' });
    const read = await t.client.sandbox.jobLog({ id, job: 'p1', from: 0, waitMs: 20_000 });
    expect(read).toEqual({ text: 'one\n', from: 0, next: 4, state: 'running' });
    const live = await t.client.sandbox.live({ id });
    expect(live.processes?.map(({ command, job }) => [command, job])).toContainEqual(['sleep 1001', null]);
    expect(live.processes?.some(({ job }) => job === 'p1')).toBe(true);
    const left = live.processes?.find(({ job }) => job === null)?.pid ?? 0;
    await t.client.sandbox.stopProcess({ id, process: left });
    await t.client.sandbox.stopProcess({ id, process: 'p1' });
    await t.client.sandbox.stopProcess({ id, process: 'p1' });
    expect((await t.client.sandbox.live({ id })).processes).toEqual([]);
    expect(await t.client.sandbox.jobs({ id })).toMatchObject([{ job: 'p1', state: 'ended', logBytes: 4 }]);
    await t.client.sandbox.restart({ id });
    expect(await t.client.sandbox.jobs({ id })).toEqual([]);
    await expect(t.client.sandbox.jobLog({ id, job: 'p1', from: null })).rejects.toMatchObject({ data: { code: 'not-found' } });
  });
});

it('are refused where there can be none, in words', async () => {
  const t = await startHost({ containerRuntime: 'just-bash' });
  const sim = await startModelSim();
  sim.script(obey);
  await useModel(t.client, sim);
  expect((await say(t.client, t.chatId, calling('run', { command: 'sleep 1', background: true }))).reply).toContain(
    'Nothing can run in the background',
  );
  await t.stop();
  await sim.close();
});
