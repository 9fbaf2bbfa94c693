import { afterAll, beforeAll, expect, it } from 'vitest';
import { findForms } from '../../harness/find-forms.ts';
import { type ProcessHost, runCommand, startProcess } from '../../harness/process-host.ts';
import { tempHome } from '../../harness/temp-home.ts';

const value = 'c4nary-terminal-"20b1"-value';
const home = tempHome();
let host: ProcessHost;
beforeAll(async () => {
  const started = await startProcess(home);
  if (!started) throw new Error('the host did not start');
  host = started;
}, 60_000);
afterAll(() => host?.kill());

const env = (args: string[], stdin = '') => runCommand(home, ['env', ...args], stdin);
const listed = async () => JSON.parse((await env(['list', '--json'])).stdout) as object[];

it('adds, allows, blocks, names hosts and removes, and prints no value', async () => {
  const added = await env(['add', 'API_TOKEN'], `${value}\n`);
  expect(added).toMatchObject({ code: 0, stdout: expect.stringMatching(/^API_TOKEN {2}commands may use it .* never used\n$/) });
  await env(['block', 'API_TOKEN']);
  await env(['hosts', 'API_TOKEN', 'api.shop.test', 'shop.test']);
  expect(await listed()).toMatchObject([{ name: 'API_TOKEN', forCommands: false, hosts: ['api.shop.test', 'shop.test'] }]);
  await env(['allow', 'API_TOKEN']);
  expect((await env(['add', 'API_TOKEN'], 'another-value')).stdout).toMatch(/^API_TOKEN was replaced\.\nAPI_TOKEN {2}/);
  expect(await listed()).toMatchObject([{ name: 'API_TOKEN', forCommands: true, hosts: ['api.shop.test', 'shop.test'] }]);
  expect(await env(['remove', 'API_TOKEN'])).toMatchObject({ code: 0 });
  expect(await listed()).toEqual([]);
  expect(findForms(home, value)).toEqual([]);
});

it.each([
  [['add', `API_TOKEN=${value}`], 'Leave out the value'],
  [['add', 'LD_PRELOAD'], 'cannot be the name'],
  [['add'], 'NAME is missing'],
  [['give', 'A'], 'There is no "env give"'],
  [['list', '--workspace', 'nowhere'], 'There is no workspace "nowhere"'],
])('says what is wrong with %j', async (args, words) => {
  const { code, stderr } = await env(args, value);
  expect([code, stderr.includes(words), stderr.includes('c4nary')]).toEqual([2, true, false]);
});

it('fails in words for what is not there', async () => {
  const { code, stderr } = await env(['remove', 'NOTHING']);
  expect([code, stderr]).toEqual([1, expect.stringContaining('NOTHING')]);
});
