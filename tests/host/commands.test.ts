import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { putFile } from '../harness/files.ts';
import { outcome, say, send } from '../harness/talk.ts';
import { until } from '../harness/until.ts';
import { callsOf, countIn, gate, lastResults, textOf } from '../harness/wire.ts';
import { startWorld, type World } from '../harness/world.ts';

let w: World;
beforeEach(async () => {
  w = await startWorld();
});
afterEach(() => w.close());

it('runs !commands in order without any model call, and the next request holds command and output once', async () => {
  const ids = [];
  for (const text of ['!sleep 0.1; echo first-out', '!echo second-out', '!echo third-out >&2; exit 3'])
    ids.push(await send(w.client, w.chatId, text));
  for (const id of ids) expect((await outcome(w.client, id)).state).toBe('answered');
  expect(callsOf(w.sim)).toHaveLength(0);
  const thread = await w.client.chats.thread({ chatId: w.chatId });
  expect(thread.messages.map((m) => [m.command?.output.trim(), m.command?.exitCode])).toEqual([
    ['first-out', 0],
    ['second-out', 0],
    ['third-out', 3],
  ]);

  await say(w.client, w.chatId, 'What did I run?');
  await say(w.client, w.chatId, 'And again?');
  const [first, second] = callsOf(w.sim).map(textOf);
  for (const out of ['first-out', 'second-out', 'third-out']) {
    // Once as the command and once as its output.
    expect(countIn(first ?? '', out)).toBe(2);
    expect(countIn(second ?? '', out)).toBe(2);
  }
  expect((first ?? '').indexOf('first-out')).toBeLessThan((first ?? '').indexOf('second-out'));
  expect(first).toContain('exit code 3');
});

it('runs a !command while a turn works, and the turn hears of it once', async () => {
  w.sim.script((r) =>
    lastResults(r).length === 0
      ? [{ do: 'tool', name: 'run', input: { command: 'while [ ! -e go ]; do sleep 0.02; done' } }]
      : [{ do: 'text', text: 'Done.' }],
  );
  const messageId = await send(w.client, w.chatId, 'Wait for it');
  await until(w.client, 'the tool to run', async () =>
    (await w.client.messages.turnOf({ messageId })).turn?.steps.some((s) => s.tool && s.state === 'running'),
  );
  expect((await say(w.client, w.chatId, '!echo meanwhile')).reply).toBe('meanwhile\n');
  putFile(w.home, 'go');
  expect((await outcome(w.client, messageId)).reply).toBe('Done.');
  expect(callsOf(w.sim)).toHaveLength(2);
  expect(countIn(textOf(callsOf(w.sim)[1]), 'echo meanwhile')).toBe(1);
});

it('does not let a !command that ends during the last words cause another answer', async () => {
  const hold = gate();
  w.sim.script(() => [
    { do: 'text', text: 'The only answer' },
    { do: 'wait', gate: hold.promise },
  ]);
  const n = w.sim.requests.length + 1;
  const messageId = await send(w.client, w.chatId, 'Hello');
  await w.sim.arrival(n);
  await say(w.client, w.chatId, '!echo aside');
  hold.open();
  expect((await outcome(w.client, messageId)).reply).toBe('The only answer');
  expect(callsOf(w.sim)).toHaveLength(1);
  await say(w.client, w.chatId, 'And now?');
  expect(countIn(textOf(callsOf(w.sim)[1]), 'echo aside')).toBe(1);
});

it('never shows the model what the harness tells only the user', async () => {
  for (const text of ['/undo', 'pending', 'stop now please', 'reset context', 'pending']) await say(w.client, w.chatId, text);
  await say(w.client, w.chatId, 'Hello');
  const last = textOf(callsOf(w.sim).at(-1));
  for (const hidden of ['session-reset', 'new session begins', 'Nothing waits', 'pending', '/undo', 'nothing-runs'])
    expect(last).not.toContain(hidden);
  const thread = await w.client.chats.thread({ chatId: w.chatId });
  expect(thread.messages.filter((m) => m.origin === 'harness').map((m) => m.reason?.code)).toEqual([
    'pending-list',
    'session-reset',
    'pending-list',
  ]);
});

it('stops a running turn by /stop, and says so when nothing runs', async () => {
  const hold = gate();
  w.sim.script(() => [
    { do: 'text', text: 'a' },
    { do: 'wait', gate: hold.promise },
  ]);
  const n = w.sim.requests.length + 1;
  const messageId = await send(w.client, w.chatId, 'Hello');
  await w.sim.arrival(n);
  await say(w.client, w.chatId, 'stop');
  expect((await outcome(w.client, messageId)).turn?.state).toBe('cancelled');
  await say(w.client, w.chatId, '/stop');
  const codes = (await w.client.chats.thread({ chatId: w.chatId })).messages.map((m) => m.reason?.code);
  expect(codes).toContain('nothing-runs');
});

it('has an outcome for a !command that the host was stopped in, and does not run it again', async () => {
  const messageId = await send(w.client, w.chatId, '!echo begun >> log; cat log; sleep 30; echo ended >> log');
  const log = join(w.home, 'workspaces', 'home', 'log');
  await until(w.client, 'the command to run', async () => existsSync(log) && readFileSync(log, 'utf8') !== '');
  w = await w.restart();
  const { messageState } = await w.client.messages.turnOf({ messageId });
  expect(['answered', 'failed']).toContain(messageState);
  await say(w.client, w.chatId, '!true');
  expect(readFileSync(join(w.home, 'workspaces', 'home', 'log'), 'utf8')).toBe('begun\n');
  await say(w.client, w.chatId, 'What happened?');
  expect(countIn(textOf(callsOf(w.sim)[0]), 'echo begun')).toBe(1);
}, 20_000);

it('names a command that a killed host left as it was typed', async () => {
  await w.stop();
  const db = new DatabaseSync(join(w.home, 'pynchy.db'));
  for (const [id, text] of [
    ['msg_a', ' !make all'],
    ['msg_b', 'approve abc234'],
  ])
    db.prepare(
      "INSERT INTO messages(id, chat_id, connection_id, external_key, origin, audience, state, text, sent_at, accepted_at) SELECT ?, id, connection_id, ?, 'command', 'both', 'received', ?, 1, 1 FROM chats",
    ).run(id ?? '', id ?? '', text ?? '');
  db.close();
  w = await w.restart();
  const { messages } = await w.client.chats.thread({ chatId: w.chatId });
  expect(messages.map((m) => [m.state, m.reason?.code, m.command?.line])).toEqual([
    ['failed', 'command-interrupted', 'make all'],
    ['failed', 'command-interrupted', 'approve abc234'],
  ]);
});
