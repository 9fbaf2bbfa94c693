import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { firstParty } from '../../../plugins/first-party.ts';
import { outcome, send } from '../../harness/talk.ts';
import { toolOf, toolPlugin } from '../../harness/tool-plugin.ts';
import { until } from '../../harness/until.ts';
import { messagesOf } from '../../harness/wire.ts';
import { startWorld, type World } from '../../harness/world.ts';
import type { Json, SimRequest } from '../../sim/models/actions.ts';

// As those of the plugin "web": they bring in what others wrote, and an address can carry something out.
const web = { tier: 'read', flows: { untrustedSource: true, secretSource: false, publicSink: true } } as const;
const page = (name: string, text: string) =>
  toolOf(name, {
    ...web,
    input: { type: 'object', properties: { url: { type: 'string' }, query: { type: 'string' } } },
    async *run() {
      yield { done: { ok: true, value: { text } } };
    },
  });

type Call = readonly [tool: string, input: Json];
interface Job {
  readonly chat: string;
  readonly say: string;
  readonly calls: readonly Call[];
}
const write = (path: string, content: string): Call => ['write', { path, content }];
const read = (path: string): Call => ['read', { path }];
const run = (command: string): Call => ['run', { command }];
const fetchPage = (url: string): Call => ['web_fetch', { url }];

/** What a family and a small office ask for, in the chats in which they would. */
const jobs: readonly Job[] = [
  { chat: 'House', say: 'Start a shopping list: milk, bread', calls: [write('shopping.md', '- milk\n- bread\n')] },
  { chat: 'House', say: 'Add eggs to it', calls: [['edit', { path: 'shopping.md', old: '- bread', new: '- bread\n- eggs' }]] },
  { chat: 'House', say: 'What is on the list?', calls: [read('shopping.md')] },
  { chat: 'House', say: 'Remember that Tim is allergic to nuts', calls: [['remember', { key: 'tim', text: 'allergic to nuts' }]] },
  { chat: 'House', say: 'What may Tim not eat?', calls: [['recall', { query: 'Tim' }]] },
  { chat: 'House', say: 'Remind me of the bins every Thursday at 7', calls: [['schedule_task', { prompt: 'Bins!', cron: '0 7 * * 4' }]] },
  { chat: 'House', say: 'What have you planned?', calls: [['list_tasks', {}]] },
  {
    chat: 'House',
    say: 'Put the list into the chat Kitchen',
    calls: [read('shopping.md'), ['send_message', { chat: 'Kitchen', text: 'milk, bread, eggs' }]],
  },
  {
    chat: 'Money',
    say: 'What did we spend in March?',
    calls: [['glob', { pattern: 'receipts/*' }], run("awk -F, '{s+=$2} END {print s}' receipts/march.csv")],
  },
  { chat: 'Money', say: 'And on what most?', calls: [run('sort -t, -k2 -n -r receipts/march.csv | head -n 3')] },
  { chat: 'Money', say: 'Make a table of it', calls: [read('receipts/march.csv'), write('march.md', '| what | EUR |\n')] },
  { chat: 'Money', say: 'Send me the file here', calls: [['send_file', { path: 'march.md' }]] },
  { chat: 'Money', say: 'Name the scans by date', calls: [run('cd receipts && mv scan1.txt 2026-03-01.txt')] },
  { chat: 'Money', say: 'Is anything there twice?', calls: [run('sort receipts/march.csv | uniq -d')] },
  { chat: 'Money', say: 'Find the bill of the plumber', calls: [['grep', { pattern: 'plumber' }]] },
  { chat: 'Trip', say: 'When do trains go to Linz?', calls: [fetchPage('https://trains.example/linz')] },
  { chat: 'Trip', say: 'And back?', calls: [fetchPage('https://trains.example/back')] },
  {
    chat: 'Trip',
    say: 'Find a hotel near the station',
    calls: [['web_search', { query: 'hotel linz station' }], fetchPage('https://hotel.example')],
  },
  { chat: 'Trip', say: 'Write it all into a plan', calls: [write('trip.md', '# Linz\n')] },
  { chat: 'Trip', say: 'Remind me to book on Friday', calls: [['schedule_task', { prompt: 'Book the hotel', in: '3h' }]] },
  { chat: 'Trip', say: 'How warm will it be?', calls: [fetchPage('https://weather.example/linz')] },
  { chat: 'Office', say: 'Summarise the minutes', calls: [read('office/minutes.txt')] },
  { chat: 'Office', say: 'Make a list of who does what', calls: [write('office/todo.md', '- Ann: offer\n')] },
  {
    chat: 'Office',
    say: 'Write an answer to the offer that I can send',
    calls: [read('office/offer.txt'), write('office/answer.txt', 'Dear Ms Roe\n')],
  },
  { chat: 'Office', say: 'Correct the spelling in it', calls: [['edit', { path: 'office/answer.txt', old: 'Dear', new: 'Dear' }]] },
  { chat: 'Office', say: 'Look up the rate of VAT in Austria', calls: [fetchPage('https://tax.example/vat')] },
  { chat: 'Code', say: 'Run the tests', calls: [run('sh code/test.sh')] },
  {
    chat: 'Code',
    say: 'Mend the one that fails',
    calls: [read('code/sum.sh'), ['edit', { path: 'code/sum.sh', old: '1+1', new: '1 + 1' }], run('sh code/test.sh')],
  },
  { chat: 'Code', say: 'What changed in the last release of the library?', calls: [fetchPage('https://lib.example/releases')] },
  {
    chat: 'Code',
    say: 'Tell the chat Kitchen that the tool works again',
    calls: [['send_message', { chat: 'Kitchen', text: 'It works again.' }]],
  },
];
const promptsMost = 6;

let w: World;
beforeEach(async () => {
  const pages = toolPlugin({ tools: [page('web_fetch', 'A page that somebody wrote.'), page('web_search', 'Three results.')] });
  w = await startWorld({ only: [...firstParty.filter(({ manifest }) => (manifest as { id?: string }).id !== 'web'), pages] });
  w.sim.script(model);
  const at = join(w.home, 'workspaces/home');
  for (const folder of ['receipts', 'office', 'code']) mkdirSync(join(at, folder), { recursive: true });
  writeFileSync(join(at, 'receipts/march.csv'), 'plumber,120\nfood,73.14\n');
  writeFileSync(join(at, 'receipts/scan1.txt'), 'scan');
  writeFileSync(join(at, 'office/minutes.txt'), 'Ann makes the offer.');
  writeFileSync(join(at, 'office/offer.txt'), 'We offer you 12 chairs.');
  writeFileSync(join(at, 'code/sum.sh'), 'echo $((1+1))\n');
  writeFileSync(join(at, 'code/test.sh'), 'sh code/sum.sh\n');
});
afterEach(() => w.close());

/** Makes the calls of the job that was asked for, one after the other, then answers. */
const model = (request: SimRequest) => {
  const messages = messagesOf(request);
  const asked = messages.findLastIndex((m) => m.role === 'user');
  const job = jobs.find(({ say }) => JSON.stringify(messages[asked]).includes(JSON.stringify(say).slice(1, -1)));
  const [tool, input] = job?.calls[messages.slice(asked).filter((m) => m.role === 'tool').length] ?? [];
  return tool === undefined ? [{ do: 'text' as const, text: 'Done.' }] : [{ do: 'tool' as const, name: tool, input: input ?? {} }];
};

it(`asks at most ${promptsMost} times over thirty ordinary jobs under the profile standard, and does them all`, {
  timeout: 120_000,
}, async () => {
  const [home] = await w.client.workspaces.list();
  expect([jobs.length, home?.profile]).toEqual([30, 'standard']);
  const chats = new Map<string, string>();
  for (const name of ['Kitchen', ...new Set(jobs.map(({ chat }) => chat))])
    chats.set(name, (await w.client.chats.create({ workspaceId: home?.id ?? '', name })).id);
  const prompts: string[] = [];
  for (const { chat, say, calls } of jobs) {
    const messageId = await send(w.client, chats.get(chat) ?? '', say);
    const isOver = async () => ['answered', 'failed'].includes((await w.client.messages.turnOf({ messageId })).messageState);
    for (;;) {
      const ask = await until(w.client, `"${say}" to go on`, async () => (await isOver()) || (await w.client.asks.list({}))[0]);
      if (ask === true) break;
      prompts.push(`${chat}: ${say} (${ask.tool}: ${ask.reason.code})`);
      await w.client.asks.answer({ id: ask.id, decision: 'approve' });
      await until(w.client, 'the answer to be taken', async () => (await w.client.asks.list({})).every(({ id }) => id !== ask.id));
    }
    const { turn, state } = await outcome(w.client, messageId);
    const done = turn?.steps
      .filter(({ kind }) => kind === 'tool')
      .map((step) => `${step.state}${step.state === 'done' ? '' : ` ${JSON.stringify(step)}`}`);
    expect([say, state, done]).toEqual([say, 'answered', calls.map(() => 'done')]);
  }
  console.log(`${prompts.length} prompts over ${jobs.length} jobs:\n${prompts.join('\n')}`);
  expect(prompts.length).toBeLessThanOrEqual(promptsMost);
  // None at all would mean that nothing is asked for.
  expect(prompts.length).toBeGreaterThan(0);
});
