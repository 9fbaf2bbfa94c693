import { afterEach, beforeEach, expect, it } from 'vitest';
import { outcome, say, send } from '../harness/talk.ts';
import { until } from '../harness/until.ts';
import { callsOf, gate, lastResults, textOf } from '../harness/wire.ts';
import { startWorld, type World } from '../harness/world.ts';

let w: World;
beforeEach(async () => {
  w = await startWorld();
});
afterEach(() => w.close());

const sessionId = async (): Promise<string | undefined> => (await w.client.chats.list()).find((c) => c.id === w.chatId)?.sessionId;
const lastRequest = (): string => textOf(callsOf(w.sim).at(-1));

it('forgets the conversation at a reset, and undo brings back the same session with the old transcript and what was said since', async () => {
  await say(w.client, w.chatId, 'My number is 4711');
  const before = await sessionId();
  await say(w.client, w.chatId, 'Reset context.');
  expect(await sessionId()).not.toBe(before);
  await say(w.client, w.chatId, 'In between');
  expect(lastRequest()).not.toContain('4711');
  await say(w.client, w.chatId, '/undo');
  expect(await sessionId()).toBe(before);
  await say(w.client, w.chatId, 'Which number?');
  for (const part of ['4711', 'In between', 'Which number?']) expect(lastRequest()).toContain(part);
  expect(lastRequest().indexOf('4711')).toBeLessThan(lastRequest().indexOf('In between'));
});

it('takes a sentence about resetting for talk', async () => {
  const before = await sessionId();
  expect((await say(w.client, w.chatId, 'please reset context of the router')).reply).toBe('Hello from the simulated model.');
  expect(await sessionId()).toBe(before);
});

it('can be undone once and says why it cannot be undone twice', async () => {
  await w.client.sessions.reset({ chatId: w.chatId });
  await w.client.sessions.undoReset({ chatId: w.chatId });
  await expect(w.client.sessions.undoReset({ chatId: w.chatId })).rejects.toMatchObject({ data: { code: 'nothing-to-undo' } });
});

it('stops a running turn, and answers a message that waited in the new session', async () => {
  const hold = gate();
  w.sim.script((r) =>
    textOf(r).includes('Waited')
      ? [{ do: 'text', text: 'Heard in the new session.' }]
      : [
          { do: 'text', text: 'Long ' },
          { do: 'wait', gate: hold.promise },
        ],
  );
  const n = w.sim.requests.length + 1;
  const first = await send(w.client, w.chatId, 'Old talk');
  await w.sim.arrival(n);
  const second = await send(w.client, w.chatId, 'Waited');
  await w.client.sessions.reset({ chatId: w.chatId });
  expect((await outcome(w.client, first)).turn?.state).toBe('cancelled');
  expect((await outcome(w.client, second)).reply).toBe('Heard in the new session.');
  expect(lastRequest()).not.toContain('Old talk');
});

it('ends a turn that waits for an answer, and its request with it', async () => {
  w.sim.script((r) =>
    lastResults(r).length === 0
      ? [{ do: 'tool', name: 'ask_user', input: { questions: [{ question: 'Which?' }] } }]
      : [{ do: 'text', text: 'x' }],
  );
  const first = await send(w.client, w.chatId, 'Ask me');
  await until(w.client, 'the question', async () => (await w.client.asks.list({})).length > 0);
  await w.client.sessions.reset({ chatId: w.chatId });
  expect((await outcome(w.client, first)).turn?.state).toBe('cancelled');
  expect(await w.client.asks.list({})).toEqual([]);
});

it('lets the agent reset itself: the answer comes first, and only the note is handed over', async () => {
  w.sim.script((r) => {
    if (textOf(r).includes('Second')) return [{ do: 'text', text: 'New here.' }];
    return lastResults(r).length === 0
      ? [{ do: 'tool', name: 'reset_context', input: { message: 'Bob likes tea' } }]
      : [{ do: 'text', text: 'I will start over.' }];
  });
  expect((await say(w.client, w.chatId, 'Start over, with secrets')).reply).toBe('I will start over.');
  await say(w.client, w.chatId, 'Second');
  expect(lastRequest()).toContain('Bob likes tea');
  expect(lastRequest()).not.toContain('with secrets');
});
