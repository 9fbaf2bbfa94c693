import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ActivityFilter } from '#contract/ui/domains/activity.ts';
import { outcome, pendingAsk, say, send } from '../harness/talk.ts';
import { lastResults } from '../harness/wire.ts';
import { startWorld, type World } from '../harness/world.ts';

let w: World;
beforeEach(async () => {
  w = await startWorld();
});
afterEach(() => w.close());

const all: ActivityFilter = { workspaceId: null, states: [], tool: null, text: '', fromMs: null, toMs: null };
const list = async (filter: Partial<ActivityFilter> = {}, more: { before?: number; limit?: number } = {}) =>
  w.client.activity.list({ filter: { ...all, ...filter }, ...more });
const runTwice = () =>
  w.sim.script((r) =>
    lastResults(r).length > 0
      ? [{ do: 'text', text: 'Both are done, marmalade included.' }]
      : [
          { do: 'tool', name: 'run', input: { command: 'true' } },
          { do: 'tool', name: 'run', input: { command: 'false' } },
        ],
  );

it('lists what was done over all chats, newest first: who, where, tools, tokens, account and why it failed', async () => {
  runTwice();
  await say(w.client, w.chatId, 'Do both');
  w.sim.script(() => [{ do: 'answer', status: 401, body: { error: { message: 'no' } } }]);
  await say(w.client, w.chatId, 'And now?');
  const { turns, before } = await list();
  expect(before).toBeNull();
  expect(turns.map(({ asked, state }) => [asked, state])).toEqual([
    ['And now?', 'failed'],
    ['Do both', 'done'],
  ]);
  const [failed, done] = turns;
  expect(failed?.reason?.code).toBe('key-rejected');
  expect(done).toMatchObject({ workspace: 'home', channel: 'desktop', kind: 'message', account: 'sim', model: 'sim-large' });
  expect(done?.tools).toEqual([{ name: 'run', calls: 2, failed: 1, denied: 0, undone: 0, unknown: 0 }]);
  expect(done?.tokensIn).toBeGreaterThan(0);
  const { messages } = await w.client.chats.thread({ chatId: w.chatId });
  expect(messages.find(({ text }) => text === 'Do both')?.seq).toBe(done?.messageSeq);
});

it('does not tell a message as sent that was denied', async () => {
  const [home] = await w.client.workspaces.list();
  await w.client.chats.create({ workspaceId: home?.id ?? '', name: 'Notes' });
  w.sim.script((r) =>
    lastResults(r).length > 0
      ? [{ do: 'text', text: 'Then not.' }]
      : [{ do: 'tool', name: 'send_message', input: { chat: 'Notes', text: 'Hi' } }],
  );
  const messageId = await send(w.client, w.chatId, 'Tell Notes');
  const ask = await pendingAsk(w.client);
  await w.client.asks.answer({ id: ask.id, decision: 'deny' });
  await outcome(w.client, messageId);
  expect((await list()).turns[0]?.tools).toEqual([{ name: 'send_message', calls: 1, failed: 0, denied: 1, undone: 1, unknown: 0 }]);
});

it('narrows down by state, tool, words of question or answer, workspace and day', async () => {
  runTwice();
  await say(w.client, w.chatId, 'Do both');
  w.sim.script(() => [{ do: 'text', text: 'Fine.' }]);
  await say(w.client, w.chatId, 'How are you?');
  const asked = async (filter: Partial<ActivityFilter>) => (await list(filter)).turns.map((turn) => turn.asked);
  expect(await asked({ tool: 'run' })).toEqual(['Do both']);
  expect(await asked({ text: 'marmal' })).toEqual(['Do both']);
  expect(await asked({ text: 'how are' })).toEqual(['How are you?']);
  expect(await asked({ states: ['failed'] })).toEqual([]);
  expect(await asked({ workspaceId: 'nowhere' })).toEqual([]);
  const [newest] = (await list()).turns;
  expect(await asked({ fromMs: newest?.startedAt ?? 0 })).toEqual(['How are you?']);
  expect(await asked({ toMs: newest?.startedAt ?? 0 })).toEqual(['Do both']);
  expect(await w.client.activity.tools()).toEqual(['run']);
});

it('pages without a gap or a double, also when new work comes in between', async () => {
  for (const n of [1, 2, 3, 4, 5]) await say(w.client, w.chatId, `Question ${n}`);
  const first = await list({}, { limit: 2 });
  await say(w.client, w.chatId, 'In between');
  const second = await list({}, { before: first.before ?? 0, limit: 2 });
  const third = await list({}, { before: second.before ?? 0, limit: 2 });
  expect([...first.turns, ...second.turns, ...third.turns].map(({ asked }) => asked)).toEqual([5, 4, 3, 2, 1].map((n) => `Question ${n}`));
  expect(third.before).toBeNull();
});

it('exports what is filtered as JSON and as a table in which nothing runs as a formula', async () => {
  await say(w.client, w.chatId, '=HYPERLINK("http://evil.example","click"), really');
  await say(w.client, w.chatId, 'Something else');
  const whole = async (format: 'json' | 'csv', filter: Partial<ActivityFilter> = {}): Promise<string> => {
    let text = '';
    for await (const piece of await w.client.activity.export({ filter: { ...all, ...filter }, format })) text += piece.text;
    return text;
  };
  const json = JSON.parse(await whole('json')) as { asked: string; startedAt: string }[];
  expect(json.map(({ asked }) => asked.slice(0, 9))).toEqual(['Something', '=HYPERLIN']);
  expect(json[0]?.startedAt).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  expect(JSON.parse(await whole('json', { states: ['failed'] }))).toEqual([]);
  const csv = (await whole('csv')).trimEnd().split('\r\n');
  expect(csv).toHaveLength(3);
  expect(csv[0]).toContain('id,started,ended,seconds,workspace');
  expect(csv[2]).toContain(`"'=HYPERLINK(""http://evil.example"",""click""), really"`);
});

it('shows what became of an approved call, and who was first to somebody who is late', async () => {
  const [home] = await w.client.workspaces.list();
  await w.client.chats.create({ workspaceId: home?.id ?? '', name: 'Notes' });
  w.sim.script((r) =>
    lastResults(r).length > 0
      ? [{ do: 'text', text: 'Sent.' }]
      : [{ do: 'tool', name: 'send_message', input: { chat: 'Notes', text: 'Hi' } }],
  );
  const messageId = await send(w.client, w.chatId, 'Tell Notes');
  const ask = await pendingAsk(w.client);
  await w.client.asks.answer({ id: ask.id, decision: 'approve' });
  await outcome(w.client, messageId);
  const [answered] = await w.client.asks.list({ state: 'all' });
  expect(answered).toMatchObject({ state: 'answered', surface: 'desktop', outcome: 'done', canAskAgain: false });
  const late = await w.client.asks
    .answer({ id: ask.id, decision: 'deny' })
    .catch((error: { data?: { text?: string } }) => error.data?.text);
  expect(late).toMatch(/^Too late: You approved this first in the window/);
  await expect(w.client.asks.again({ id: ask.id })).rejects.toMatchObject({ data: { code: 'conflict' } });
});

it('lets a scheduled task pause and go on from now', async () => {
  w.sim.script((r) =>
    lastResults(r).length > 0
      ? [{ do: 'text', text: 'Planned.' }]
      : [{ do: 'tool', name: 'schedule_task', input: { prompt: 'Water the plants', every: '1h' } }],
  );
  await say(w.client, w.chatId, 'Every hour, water the plants');
  const [task] = await w.client.tasks.list();
  expect(task).toMatchObject({ enabled: true });
  expect(await w.client.tasks.pause({ id: task?.id ?? '', paused: true })).toEqual({ changed: true });
  expect(await w.client.tasks.list()).toMatchObject([{ enabled: false, nextAt: task?.nextAt }]);
  const db = new DatabaseSync(join(w.home, 'pynchy.db'));
  db.exec('UPDATE tasks SET next_at = 1');
  db.close();
  expect(await w.client.tasks.pause({ id: task?.id ?? '', paused: false })).toEqual({ changed: true });
  const [on] = await w.client.tasks.list();
  expect(on?.enabled).toBe(true);
  expect(on?.nextAt).toBeGreaterThan(Date.now());
  expect(await w.client.tasks.pause({ id: task?.id ?? '', paused: false })).toEqual({ changed: false });
});
