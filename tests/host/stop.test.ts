import { readdirSync, readFileSync } from 'node:fs';
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

const processesWith = (text: string): string[] =>
  readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() === text;
      } catch {
        // It ended while we looked.
        return false;
      }
    });

it('closes the connection to the model, keeps the text so far and says who stopped it', async () => {
  const hold = gate();
  w.sim.script(() => [
    { do: 'text', text: 'Half of ' },
    { do: 'wait', gate: hold.promise },
  ]);
  const n = w.sim.requests.length + 1;
  const messageId = await send(w.client, w.chatId, 'Write a lot');
  const request = await w.sim.arrival(n);
  const turn = await until(w.client, 'text', async () => {
    const { turn: now } = await w.client.messages.turnOf({ messageId });
    return now?.steps.some((s) => s.text.includes('Half of')) ? now : null;
  });
  await w.client.turns.stop({ turnId: turn.id });
  expect(await request.closed).toBe(true);
  const said = await outcome(w.client, messageId);
  expect(said).toMatchObject({ state: 'ignored', reply: null, turn: { state: 'cancelled', reason: { code: 'stopped-by-you' } } });
  expect(said.turn?.steps.find((s) => s.kind === 'text')?.text).toBe('Half of ');
});

it('leaves no process of a stopped tool, also none that left its group', async () => {
  w.sim.script(() => [
    { do: 'tool', name: 'run', input: { command: 'sleep 98761 & (setsid sleep 98761) & while :; do echo tick; sleep 0.05; done' } },
  ]);
  const messageId = await send(w.client, w.chatId, 'Sleep');
  const turn = await until(w.client, 'the tool to run', async () => {
    const { turn: now } = await w.client.messages.turnOf({ messageId });
    return now?.steps.some((s) => s.tool?.output.includes('tick')) && processesWith('sleep 98761').length >= 2 ? now : null;
  });
  await w.client.turns.stop({ turnId: turn.id });
  expect(processesWith('sleep 98761')).toEqual([]);
  expect((await outcome(w.client, messageId)).turn?.state).toBe('cancelled');
});

it('goes on with the next message, which is told what was not run', async () => {
  const hold = gate();
  w.sim.script((r) =>
    textOf(r).includes('Next')
      ? [{ do: 'text', text: 'Yes.' }]
      : [
          { do: 'tool', name: 'run', id: 'call_long', input: { command: 'echo begun; sleep 98762' } },
          { do: 'tool', name: 'run', id: 'call_never', input: { command: 'echo never' } },
        ],
  );
  const messageId = await send(w.client, w.chatId, 'First');
  const turn = await until(w.client, 'the tool to run', async () => {
    const { turn: now } = await w.client.messages.turnOf({ messageId });
    return now?.steps.some((s) => s.tool?.output.includes('begun')) ? now : null;
  });
  await w.client.turns.stop({ turnId: turn.id });
  hold.open();
  expect(await say(w.client, w.chatId, 'Next')).toMatchObject({ state: 'answered', reply: 'Yes.' });
  expect(lastResults(callsOf(w.sim).at(-1))).toHaveLength(2);
  expect(textOf(callsOf(w.sim).at(-1))).toContain('Not run: the user stopped the turn.');
});

it('stops while the server is asked for its models', async () => {
  await w.client.workspaces.set({ name: 'home', accounts: ['sim'], model: null });
  w.sim.scriptModels(() => [{ do: 'hang' }]);
  const n = w.sim.requests.length + 1;
  const messageId = await send(w.client, w.chatId, 'Hello');
  await w.sim.arrival(n);
  const { turn } = await w.client.messages.turnOf({ messageId });
  await w.client.turns.stop({ turnId: turn?.id ?? '' });
  expect((await outcome(w.client, messageId)).turn?.state).toBe('cancelled');
});

it('stops while the next try of a call is waited for', async () => {
  w.sim.script(() => [{ do: 'answer', status: 429, headers: { 'retry-after': '200' } }]);
  const messageId = await send(w.client, w.chatId, 'Hello');
  const turn = await until(w.client, 'the notice of the next try', async () => {
    const { turn: now } = await w.client.messages.turnOf({ messageId });
    return now?.steps.some((s) => s.reason?.code === 'model-retry') ? now : null;
  });
  expect(turn.steps.find((s) => s.kind === 'notice')?.reason?.params).toMatchObject({ seconds: 200, attempt: 2 });
  await w.client.turns.stop({ turnId: turn.id });
  expect((await outcome(w.client, messageId)).turn?.state).toBe('cancelled');
});
