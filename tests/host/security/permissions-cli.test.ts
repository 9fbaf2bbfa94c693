import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readyMadeProfiles } from '#contract/model/profile.ts';
import { type ProcessHost, runCommand, startProcess } from '../../harness/process-host.ts';
import { tempHome } from '../../harness/temp-home.ts';

const home = tempHome();
let host: ProcessHost | null;
beforeAll(async () => {
  host = await startProcess(home);
});
afterAll(() => host?.kill());

const pynchy = (...args: string[]) => runCommand(home, args);
const json = async (...args: string[]): Promise<unknown> => JSON.parse((await pynchy(...args, '--json')).stdout);

it('chooses a profile for a workspace, and says what could go wrong with each', { timeout: 60_000 }, async () => {
  expect(await json('workspaces', 'set', 'home', '--profile', 'trusted')).toMatchObject({ name: 'home', profile: 'trusted' });
  const { stdout } = await pynchy('profiles', 'list');
  expect(stdout).toContain('trusted (ready-made)  used by home');
  expect(stdout).toContain('could go wrong: It can change or delete files here');
  const unknown = await pynchy('workspaces', 'set', 'home', '--profile', 'nope');
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toContain('There is no profile nope. There is: admin, locked, standard, trusted.');
});

it('saves a profile from a file, and refuses a bad one with the place', { timeout: 60_000 }, async () => {
  const file = join(home, 'mine.json');
  writeFileSync(file, JSON.stringify({ ...readyMadeProfiles.standard, mounts: 'yes' }, null, 2));
  const bad = await pynchy('profiles', 'save', 'mine', file);
  expect(bad.code).toBe(1);
  expect(bad.stderr).toContain('Line 8, column 13, mounts: "mounts" has to be of the kind boolean, not "yes".');
  writeFileSync(file, JSON.stringify({ ...readyMadeProfiles.standard, mounts: false }));
  expect((await pynchy('profiles', 'save', 'mine', file)).code).toBe(0);
  expect(await json('profiles', 'show', 'mine')).toMatchObject({ profile: { mounts: false } });
  expect((await pynchy('profiles', 'save', 'mine', join(home, 'not-there'))).code).toBe(2);
});

it('makes a rule, shows which one would win, and takes it back', { timeout: 60_000 }, async () => {
  const rule = JSON.stringify({ tool: 'write', conditions: [{ is: 'path-under', folder: 'taxes' }], decision: 'deny' });
  const made = (await json('rules', 'add', rule)) as { id: string; text: string };
  expect(made.text).toBe('Never allow write, on "taxes" and what is in it.');
  const call = '{"path":"x/../taxes/a","content":""}';
  expect((await pynchy('rules', 'try', 'write', call)).stdout).toContain(`Decided by the rule: ${made.text}`);
  expect(await json('rules', 'try', 'write', '{"path":"a","content":""}')).toMatchObject({ verdict: 'allow' });
  expect((await pynchy('rules', 'try', 'write', '{"path":"a","content":""}')).stdout).toBe('Allowed: It stays in this workspace.\n');
  expect((await pynchy('rules', 'add', '{"tool":"write","decision":"maybe","conditions":[]}')).code).toBe(2);
  expect((await pynchy('rules', 'add', '{"tool":"write","decision":"deny"}')).stderr).toContain(
    'This is not a rule. "conditions" is missing: it is a list of what has to be so; [] stands for every call of the tool.',
  );
  expect((await pynchy('rules', 'remove', made.id)).code).toBe(0);
  expect((await pynchy('rules', 'list')).stdout).toContain('There are no rules in home.');
});
