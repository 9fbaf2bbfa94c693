import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { outcome, pendingAsk, send } from '../harness/talk.ts';
import { callsOf, gate, lastResults, textOf } from '../harness/wire.ts';
import { startWorld, type World } from '../harness/world.ts';

let w: World;
beforeEach(async () => {
  w = await startWorld();
});
afterEach(() => w.close());

// What a killed host leaves in the database.
const edit = (home: string, ...statements: string[]): void => {
  const db = new DatabaseSync(join(home, 'pynchy.db'));
  try {
    for (const sql of statements) db.exec(sql);
  } finally {
    db.close();
  }
};

it('keeps the answers of a person when the host dies between using and recording them', async () => {
  w.sim.script((r) =>
    lastResults(r).length > 0
      ? [{ do: 'text', text: String(lastResults(r)[0]) }]
      : [{ do: 'tool', name: 'ask_user', input: { questions: [{ question: 'Which?' }] } }],
  );
  const messageId = await send(w.client, w.chatId, 'Ask me');
  const ask = await pendingAsk(w.client);
  await w.stop();
  edit(
    w.home,
    `UPDATE asks SET state = 'answered', answer = '["the blue one"]', used_at = 1, step_id = 'step_cut' WHERE id = '${ask.id}'`,
    `INSERT INTO steps(id, turn_id, ord, kind, call_id, tool, input, effect, state, started) SELECT 'step_cut', turn_id, 90, 'tool', call_id, 'ask_user', '{}', 'none', 'running', 1 FROM asks WHERE id = '${ask.id}'`,
    `UPDATE turns SET state = 'running', wait_kind = NULL, wait_id = NULL, boot_id = 'boot_dead' WHERE id = '${ask.turnId}'`,
  );
  w = await w.restart();
  expect((await outcome(w.client, messageId)).reply).toBe('1. Which?\nanswer: the blue one');
});

it('never uses an approval twice: a cut call stays unknown and the model is told', async () => {
  const [home] = await w.client.workspaces.list();
  await w.client.chats.create({ workspaceId: home?.id ?? '', name: 'Notes' });
  w.sim.script((r) =>
    lastResults(r).length > 0
      ? [{ do: 'text', text: 'I see.' }]
      : [{ do: 'tool', name: 'send_message', input: { chat: 'Notes', text: 'once' } }],
  );
  const messageId = await send(w.client, w.chatId, 'Tell');
  const ask = await pendingAsk(w.client);
  await w.stop();
  edit(
    w.home,
    `UPDATE asks SET state = 'answered', answer = '[]', used_at = 1, step_id = 'step_cut' WHERE id = '${ask.id}'`,
    `INSERT INTO steps(id, turn_id, ord, kind, call_id, tool, input, effect, state, started) SELECT 'step_cut', turn_id, 90, 'tool', call_id, 'send_message', '{}', 'once', 'running', 1 FROM asks WHERE id = '${ask.id}'`,
    `UPDATE turns SET state = 'running', wait_kind = NULL, wait_id = NULL, boot_id = 'boot_dead' WHERE id = '${ask.turnId}'`,
  );
  w = await w.restart();
  const said = await outcome(w.client, messageId);
  expect(said.reply).toBe('I see.');
  expect(said.turn?.steps.find((s) => s.id === 'step_cut')).toMatchObject({ state: 'unknown', reason: { code: 'host-died' } });
  expect(textOf(callsOf(w.sim).at(-1))).toContain('it may or may not have happened');
  const notes = (await w.client.chats.list()).find((c) => c.name === 'Notes');
  expect((await w.client.chats.thread({ chatId: notes?.id ?? '' })).messages).toEqual([]);
});

it('puts a running turn back when it stops in good order, and goes on with it after the start without counting a try', async () => {
  const hold = gate();
  let calls = 0;
  w.sim.script(() => (++calls === 1 ? [{ do: 'wait', gate: hold.promise }] : [{ do: 'text', text: 'After the restart.' }]));
  const n = w.sim.requests.length + 1;
  const messageId = await send(w.client, w.chatId, 'Hello');
  await w.sim.arrival(n);
  w = await w.restart();
  const said = await outcome(w.client, messageId);
  expect(said).toMatchObject({ reply: 'After the restart.', turn: { attempt: 1 } });
}, 20_000);

it('gives a turn up after three host deaths, says so, and a retry is a new turn on the same message', async () => {
  const hold = gate();
  w.sim.script(() => [{ do: 'wait', gate: hold.promise }]);
  const n = w.sim.requests.length + 1;
  const messageId = await send(w.client, w.chatId, 'Hello');
  await w.sim.arrival(n);
  const { turn } = await w.client.messages.turnOf({ messageId });
  const stopping = w.stop();
  hold.open();
  await stopping;
  edit(
    w.home,
    `UPDATE turns SET state = 'running', attempt = 3, boot_id = 'boot_dead' WHERE id = '${turn?.id}'`,
    `UPDATE messages SET state = 'claimed' WHERE id = '${messageId}'`,
    'DELETE FROM deliveries',
    "DELETE FROM messages WHERE origin = 'agent'",
  );
  w = await w.restart();
  expect(await outcome(w.client, messageId)).toMatchObject({
    state: 'failed',
    turn: { state: 'failed', reason: { code: 'interrupted-too-often', params: { tries: 3 } } },
  });
  w.sim.script(() => [{ do: 'text', text: 'At last.' }]);
  await w.client.turns.retry({ turnId: turn?.id ?? '' });
  const again = await outcome(w.client, messageId);
  expect(again.reply).toBe('At last.');
  expect(again.turn?.id).not.toBe(turn?.id);
});

it('does not run a call whose approval was for another one, whatever the tables say', async () => {
  const [home] = await w.client.workspaces.list();
  const notes = await w.client.chats.create({ workspaceId: home?.id ?? '', name: 'Notes' });
  w.sim.script((r) =>
    lastResults(r).length > 0
      ? [{ do: 'text', text: String(lastResults(r)[0]) }]
      : [{ do: 'tool', name: 'send_message', input: { chat: 'Notes', text: 'harmless' } }],
  );
  const messageId = await send(w.client, w.chatId, 'Tell');
  const ask = await pendingAsk(w.client);
  await w.stop();
  edit(
    w.home,
    `UPDATE steps SET blocks = replace(blocks, 'harmless', 'something else') WHERE turn_id = '${ask.turnId}' AND kind = 'model'`,
  );
  w = await w.restart();
  await w.client.asks.answer({ id: ask.id, decision: 'approve' });
  expect((await outcome(w.client, messageId)).reply).toBe('Error: denied: the approval was for another call');
  expect((await w.client.chats.thread({ chatId: notes.id })).messages).toEqual([]);
});
