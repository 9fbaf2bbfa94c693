import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Profile, readyMadeProfiles } from '#contract/model/profile.ts';
import { calling, obey } from '../../harness/obey.ts';
import { say } from '../../harness/talk.ts';
import { toolOf, toolPlugin } from '../../harness/tool-plugin.ts';
import { startWorld, type World } from '../../harness/world.ts';

let w: World;
const mail = toolPlugin({ tools: [toolOf('mail_read')] });
beforeEach(async () => {
  w = await startWorld({ plugins: [mail] });
  w.sim.script(obey);
});
afterEach(() => w.close());

const offered = (): string[] => {
  const body = w.sim.requests.at(-1)?.body as { tools?: { function: { name: string } }[] };
  return (body.tools ?? []).map((tool) => tool.function.name);
};
const own = (change: Partial<Profile>): string => JSON.stringify({ ...readyMadeProfiles.standard, ...change }, null, 2);
const inForce = async (id: string) => (await w.client.profiles.list()).find((p) => p.id === id);

it('begins with standard, also for new workspaces, and offers what there always was', async () => {
  const added = await w.client.workspaces.add({ name: 'work' });
  expect([(await w.client.workspaces.list())[0]?.profile, added.profile]).toEqual(['standard', 'standard']);
  await say(w.client, w.chatId, 'Hello');
  for (const name of ['run', 'read', 'send_message', 'mail_read']) expect(offered()).toContain(name);
});

it('leaves a tool out of what the model is offered, and does not run it when it is called all the same', async () => {
  await w.client.workspaces.set({ name: 'home', profile: 'locked' });
  const said = await say(w.client, w.chatId, calling('run', { command: 'echo it ran' }));
  expect(said.reply).toContain('There is no tool "run" here. Tools: ask_user.');
  expect(said.reply).not.toContain('it ran');
  expect(offered()).toEqual(['ask_user']);
  const [row] = await w.client.audit.list({ filter: { rule: 'tool-unknown' } });
  expect(row).toMatchObject({ decision: 'deny', outcome: 'refused' });
});

it('takes the tools of a plugin away where the profile does not name it', async () => {
  await w.client.profiles.save({ id: 'no-mail', text: own({ plugins: { which: 'only', names: [] } }) });
  await w.client.workspaces.set({ name: 'home', profile: 'no-mail' });
  expect((await say(w.client, w.chatId, calling('mail_read'))).reply).toContain('There is no tool "mail_read" here');
  expect(offered()).toContain('run');
});

it('asks for a tool whose tier the profile raised, and names the workspace', async () => {
  await w.client.profiles.save({ id: 'careful', text: own({ tiers: { run: 'external' } }) });
  await w.client.workspaces.set({ name: 'home', profile: 'careful' });
  const trial = { workspace: 'home', tool: 'run', input: { command: 'ls' } };
  expect(await w.client.rules.try(trial)).toMatchObject({ verdict: 'ask', rule: 'tier-external' });
});

it('refuses a bad one with the place of every fault, and what was in force stays', async () => {
  await w.client.profiles.save({ id: 'mine', text: own({ mounts: false }) });
  await expect(w.client.profiles.save({ id: 'mine', text: own({ tiers: { rum: 'external' } }) })).rejects.toMatchObject({
    data: { code: 'profile-refused', text: expect.stringContaining('Line 7, column 12, tiers.rum: There is no tool rum. There is: ') },
  });
  expect(await inForce('mine')).toMatchObject({ profile: { mounts: false }, faults: [], instead: null });
});

it('starts with the last good version of one that cannot be read, and says so', async () => {
  await w.client.profiles.save({ id: 'mine', text: own({ mounts: false }) });
  await w.client.workspaces.set({ name: 'home', profile: 'mine' });
  const broken = (change: string): void => {
    const db = new DatabaseSync(join(w.home, 'pynchy.db'));
    db.exec(change);
    db.close();
  };
  await w.stop();
  broken(`UPDATE profiles SET json = '{"version": 1,' WHERE id = 'mine'`);
  w = await w.restart();
  expect(await inForce('mine')).toMatchObject({
    profile: { mounts: false },
    instead: 'the last good version',
    faults: [{ line: 1, column: 15 }],
  });
  await w.stop();
  broken(`UPDATE profiles SET last_good = '[]' WHERE id = 'mine'`);
  w = await w.restart();
  w.sim.script(obey);
  expect(await inForce('mine')).toMatchObject({ instead: '"locked"' });
  expect((await say(w.client, w.chatId, calling('run', { command: 'true' }))).reply).toContain('There is no tool "run" here');
});

it('does not let a ready-made one be changed or removed, nor one that is in use', async () => {
  await expect(w.client.profiles.save({ id: 'Locked', text: own({}) })).rejects.toMatchObject({ data: { code: 'profile-read-only' } });
  await expect(w.client.profiles.remove({ id: 'trusted' })).rejects.toMatchObject({ data: { code: 'profile-read-only' } });
  await w.client.profiles.save({ id: 'mine', text: own({}) });
  await w.client.workspaces.set({ name: 'home', profile: 'mine' });
  await expect(w.client.profiles.remove({ id: 'mine' })).rejects.toMatchObject({ data: { code: 'profile-in-use' } });
  await w.client.workspaces.set({ name: 'home', profile: 'standard' });
  await w.client.profiles.remove({ id: 'mine' });
  expect(await inForce('mine')).toBeUndefined();
});

it('keeps the profile of the admin workspace there, and accounts that a profile does not name out', async () => {
  await w.client.workspaces.add({ name: 'work' });
  await expect(w.client.workspaces.set({ name: 'work', profile: 'admin' })).rejects.toMatchObject({ data: { code: 'profile-admin-only' } });
  const [first, second] = await w.client.accounts.list();
  await w.client.profiles.save({ id: 'one-account', text: own({ accounts: { which: 'only', names: [first?.name ?? ''] } }) });
  await w.client.workspaces.set({ name: 'work', accounts: [first?.name ?? ''], profile: 'one-account' });
  await expect(w.client.workspaces.set({ name: 'work', accounts: [second?.name ?? ''] })).rejects.toMatchObject({
    data: { code: 'profile-against-account', text: expect.stringContaining(second?.name ?? '') },
  });
});

it('caps the network and the folders of a sandbox', async () => {
  const id = (await w.client.workspaces.list())[0]?.id ?? '';
  await w.client.sandbox.setNetwork({ id, mode: 'open' });
  await w.client.workspaces.set({ name: 'home', profile: 'locked' });
  expect((await w.client.sandbox.panel({ id })).network.mode).toBe('off');
  await expect(w.client.sandbox.setNetwork({ id, mode: 'open' })).rejects.toMatchObject({ data: { code: 'profile-network' } });
  await expect(w.client.sandbox.allowHost({ id, host: 'example.org' })).rejects.toMatchObject({ data: { code: 'profile-network' } });
  await expect(w.client.sandbox.setMount({ id, name: 'docs', path: w.home, write: false })).rejects.toMatchObject({
    data: { code: 'profile-mounts' },
  });
  await w.client.workspaces.set({ name: 'home', profile: 'standard' });
  expect((await w.client.sandbox.panel({ id })).network.mode).toBe('open');
});

it('keeps in the audit log who chose and saved what', async () => {
  await w.client.profiles.save({ id: 'mine', text: own({}) });
  await w.client.workspaces.set({ name: 'home', profile: 'mine' });
  await w.client.workspaces.set({ name: 'home', profile: 'mine' });
  const details = async (rule: string) => (await w.client.audit.list({ filter: { rule } })).map(({ by, detail }) => [by, detail]);
  expect([await details('profile-saved'), await details('profile-chosen')]).toEqual([[['person', 'mine']], [['person', 'mine']]]);
});
