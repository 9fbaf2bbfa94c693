import { afterEach, beforeEach, expect, it } from 'vitest';
import { calling, obey } from '../../harness/obey.ts';
import { type ProcessHost, runCommand, startProcess } from '../../harness/process-host.ts';
import { outcome, pendingAsk, send } from '../../harness/talk.ts';
import { tempHome } from '../../harness/temp-home.ts';
import { useModel } from '../../harness/wire.ts';
import { type ModelSim, startModelSim } from '../../sim/models/server.ts';

// Requests in a terminal: the product as a process, its command as another.
let sim: ModelSim;
let host: ProcessHost;
let home: string;
let chatId: string;
beforeEach(async () => {
  sim = await startModelSim();
  sim.script(obey);
  home = tempHome();
  const started = await startProcess(home, { env: { CONTAINER_RUNTIME: 'embedded' } });
  if (!started) throw new Error('the host did not start');
  host = started;
  await useModel(host.client, sim);
  chatId = (await host.client.chats.open({ workspace: 'home', surface: 'desktop' })).id;
});
afterEach(async () => {
  await host.kill();
  await sim.close();
});
const approvals = (...args: string[]) => runCommand(home, ['approvals', ...args]);

it('shows a request verb first, with all of it, and answers it once', async () => {
  const [workspace] = await host.client.workspaces.list();
  await host.client.chats.create({ workspaceId: workspace?.id ?? '', name: 'Notes' });
  const text = `begin \u202Eturned ${'x'.repeat(20_000)} end`.slice(0, 19_990);
  const messageId = await send(host.client, chatId, calling('send_message', { chat: 'Notes', text }));
  const { shortId } = await pendingAsk(host.client);
  const list = (await approvals('list')).stdout;
  expect(list).toMatch(new RegExp(`^${shortId}  Send a message to Notes  \\(workspace home, 5 min left\\)`));
  expect(list).toContain('goes to: Notes');
  expect(list).toContain(text.replace('\u202E', '\\u202e'));
  expect(list).toContain('Asked because');
  expect((await approvals('approve', shortId)).stdout).toContain(`${shortId}: answered: Send a message to Notes`);
  expect((await outcome(host.client, messageId)).reply).toBe('sent to Notes');
  const again = await approvals('deny', shortId);
  expect(again.code).toBe(1);
  expect(again.stderr).toContain('Too late: You approved this first in the terminal.');
}, 60_000);

it('answers a question in words without quotes, and several with one each', async () => {
  const ask = (...questions: string[]) => calling('ask_user', { questions: questions.map((question) => ({ question, options: [] })) });
  const one = await send(host.client, chatId, ask('Which colour?'));
  expect((await approvals('answer', (await pendingAsk(host.client)).shortId, 'dark', 'red')).code).toBe(0);
  expect((await outcome(host.client, one)).reply).toContain('answer: dark red');
  const two = await send(host.client, chatId, ask('Which colour?', 'Which shade?'));
  const { shortId } = await pendingAsk(host.client);
  const missing = await approvals('answer', shortId, 'red');
  expect(missing.code).toBe(1);
  expect(missing.stderr).toContain('2 questions were asked.');
  expect((await approvals('answer', shortId, 'red', 'dark')).code).toBe(0);
  expect((await outcome(host.client, two)).reply).toMatch(/answer: red[\s\S]*answer: dark/);
}, 60_000);
