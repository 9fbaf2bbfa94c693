import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineAddress, engineLacks, testImage } from '../../docker/engine.ts';
import { type HostUnderTest, startHost } from '../../harness/in-process-host.ts';
import { calling, obey } from '../../harness/obey.ts';
import { pendingAsk, say, send } from '../../harness/talk.ts';
import { useModel } from '../../harness/wire.ts';
import { type ModelSim, startModelSim } from '../../sim/models/server.ts';

describe.skipIf(engineLacks)(`the panel of a sandbox${engineLacks === null ? '' : ` (skipped: ${engineLacks})`}`, () => {
  let t: HostUnderTest;
  let sim: ModelSim;
  let id = '';
  const run = async (command: string): Promise<string> => (await say(t.client, t.chatId, calling('run', { command }))).reply ?? '';
  /** As an owner does who has looked at what came in. */
  const trustAgain = async (): Promise<void> => {
    await t.client.sessions.reset({ chatId: t.chatId });
    await t.client.workspaces.clearTaint({ name: 'home' });
  };
  beforeEach(async () => {
    t = await startHost({ containerRuntime: 'docker' });
    await t.client.plugins.saveSettings({ id: 'docker', settings: { address: engineAddress, image: testImage } });
    sim = await startModelSim();
    sim.script(obey);
    await useModel(t.client, sim);
    id = (await t.client.workspaces.list())[0]?.id ?? '';
  });
  afterEach(async () => {
    await t.stop();
    await sim.close();
  });

  it('shows what runs, and ends it', async () => {
    expect(await t.client.sandbox.panel({ id })).toMatchObject({
      state: 'absent',
      usage: null,
      processes: [],
      network: { mode: 'off', hosts: [], recent: [] },
    });
    await run('sleep 300 >/dev/null 2>&1 & echo ok');
    const panel = await t.client.sandbox.panel({ id });
    expect(panel).toMatchObject({ state: 'ready', provider: 'docker', epoch: 1, adopted: false, mounts: [], faults: [] });
    expect(panel.usage?.memBytes).toBeGreaterThan(1_000_000);
    expect(panel.startedAt).toBeGreaterThan(0);
    expect(panel.processes?.map((process) => process.command)).toEqual(['sleep 300']);
    expect(await t.client.sandbox.restart({ id })).toMatchObject({ state: 'ready', epoch: 2, processes: [] });
    expect(await t.client.sandbox.stop({ id })).toMatchObject({ state: 'absent', reason: { code: 'stopped-by-you' } });
  });

  it('shows with whom it wanted to speak, and one click lets it, without a restart', async () => {
    expect(await run('curl -sS http://good.example/')).toContain('the network is off');
    const [refused] = (await t.client.sandbox.panel({ id })).network.recent;
    expect(refused).toMatchObject({
      host: 'good.example',
      port: 80,
      outcome: 'network-off',
      canAllow: true,
      text: expect.stringContaining('Allow good.example'),
    });
    await t.client.sandbox.setNetwork({ id, mode: 'allow-list' });
    expect(await run('curl -sS http://good.example/')).toContain('not among the hosts');
    const allowed = await t.client.sandbox.allowHost({ id, host: 'Good.Example.' });
    expect(allowed).toMatchObject({ epoch: 1, network: { mode: 'allow-list', hosts: ['good.example'] } });
    await trustAgain();
    // Nobody has that name, but now it is looked for.
    expect(await run('curl -sS http://good.example/')).toContain('could not be found');
    expect((await t.client.sandbox.forgetHost({ id, host: 'good.example' })).network.hosts).toEqual([]);
    expect((await t.client.sandbox.connections({ id })).map((made) => [made.outcome, made.canAllow])).toEqual([
      ['dns', false],
      ['not-allowed', true],
      ['network-off', true],
    ]);
    for (const host of ['http://x', 'a b', '*', '*.', 'x/y', '-'])
      await expect(t.client.sandbox.allowHost({ id, host })).rejects.toMatchObject({ data: { code: 'host-bad' } });
    expect((await t.client.sandbox.allowHost({ id, host: '*.good.example' })).network.hosts).toEqual(['*.good.example']);
  });

  it('of an open network: what came in and what is secret go out only after a yes', async () => {
    await t.client.sandbox.setNetwork({ id, mode: 'open' });
    expect(await run('curl -sS http://169.254.169.254/')).toContain('not on the public internet');
    await send(t.client, t.chatId, calling('run', { command: 'curl -sS http://good.example/' }));
    expect(await pendingAsk(t.client)).toMatchObject({ reason: { code: 'ask-flow-untrusted-secret-sink' } });
  });

  it('knows the images, and removes those that nothing uses', async () => {
    expect(await t.client.sandbox.images()).toEqual([]);
    expect(await t.client.sandbox.removeUnusedImages()).toEqual({ freedBytes: 0 });
  });
});
