import { spawnSync } from 'node:child_process';
import { afterEach, expect, it } from 'vitest';
import { readyMadeProfiles } from '#contract/model/profile.ts';
import { type HostUnderTest, startHost } from '../harness/in-process-host.ts';
import { calling, obey } from '../harness/obey.ts';
import { say } from '../harness/talk.ts';
import { useModel } from '../harness/wire.ts';
import { type ModelSim, startModelSim } from '../sim/models/server.ts';

let t: HostUnderTest;
let sim: ModelSim;
afterEach(async () => {
  await t.stop();
  await sim.close();
});
const lacks = spawnSync('bwrap', ['--version']).status !== 0 || spawnSync('curl', ['--version']).status !== 0;

it.skipIf(lacks)('has the same way out in bubblewrap: closed in words, and the host decides', async () => {
  t = await startHost({ containerRuntime: 'bubblewrap' });
  sim = await startModelSim();
  sim.script(obey);
  await useModel(t.client, sim);
  const id = (await t.client.workspaces.list())[0]?.id ?? '';
  const run = async (command: string): Promise<string> => (await say(t.client, t.chatId, calling('run', { command }))).reply ?? '';
  expect(await run('curl -sS http://good.example/')).toContain('the network is off');
  await t.client.sandbox.setNetwork({ id, mode: 'open' });
  expect(await run('curl -sS http://169.254.169.254/')).toContain('not on the public internet');
  const { network } = await t.client.sandbox.panel({ id });
  expect(network.recent.map((made) => [made.host, made.outcome])).toEqual([
    ['169.254.169.254', 'not-public'],
    ['good.example', 'network-off'],
  ]);
});

it.skipIf(lacks)('is opened no further than the profile of the workspace says, from the next connection on', async () => {
  t = await startHost({ containerRuntime: 'bubblewrap' });
  sim = await startModelSim();
  sim.script(obey);
  await useModel(t.client, sim);
  const id = (await t.client.workspaces.list())[0]?.id ?? '';
  const run = async (command: string): Promise<string> => (await say(t.client, t.chatId, calling('run', { command }))).reply ?? '';
  await t.client.sandbox.setNetwork({ id, mode: 'open' });
  const network = { mode: 'allow-list' as const, hosts: ['allowed.example'] };
  await t.client.profiles.save({ id: 'narrow', text: JSON.stringify({ ...readyMadeProfiles.standard, network }) });
  await t.client.workspaces.set({ name: 'home', profile: 'narrow' });
  expect(await run('curl -sS http://good.example/')).toContain('good.example is not among the hosts of this workspace');
  await t.client.profiles.save({ id: 'narrow', text: JSON.stringify({ ...readyMadeProfiles.standard, network: { mode: 'off' } }) });
  expect(await run('curl -sS http://allowed.example/')).toContain('the network is off');
});
