import { afterEach, beforeEach, expect, it } from 'vitest';
import { putFile } from '../harness/files.ts';
import { outcome, send, turnIn } from '../harness/talk.ts';
import { until } from '../harness/until.ts';
import { callsOf, countIn, gate, lastResults, textOf } from '../harness/wire.ts';
import { startWorld, type World } from '../harness/world.ts';

let w: World;
beforeEach(async () => {
  w = await startWorld();
});
afterEach(() => w.close());

it('takes a message that is sent while tool 1 of 3 runs into the next request, once, and claims it for the same turn', async () => {
  const tool = (n: number, command: string) => ({ do: 'tool' as const, name: 'run', id: `call_${n}`, input: { command } });
  w.sim.script((r) => {
    if (lastResults(r).length === 0)
      return [tool(1, 'echo one; while [ ! -e go ]; do sleep 0.02; done'), tool(2, 'echo two'), tool(3, 'echo three')];
    return [{ do: 'text', text: 'All three are done.' }];
  });
  const first = await send(w.client, w.chatId, 'Do three things');
  const turn = await until(w.client, 'tool 1 to run', async () => {
    const { turn: now } = await w.client.messages.turnOf({ messageId: first });
    return now?.steps.some((s) => s.tool?.name === 'run' && s.state === 'running') ? now : null;
  });
  const second = await send(w.client, w.chatId, 'Also remember the milk');
  putFile(w.home, 'go');

  expect((await outcome(w.client, second)).turn?.id).toBe(turn.id);
  expect(callsOf(w.sim)).toHaveLength(2);
  expect(textOf(callsOf(w.sim)[0])).not.toContain('the milk');
  expect(countIn(textOf(callsOf(w.sim)[1]), 'Also remember the milk')).toBe(1);
  expect((await w.client.messages.turnOf({ messageId: first })).messageState).toBe('answered');
});

it('shows a message that steers as claimed by the running turn', async () => {
  const hold = gate();
  let calls = 0;
  w.sim.script(() =>
    ++calls === 1
      ? [{ do: 'tool', name: 'run', input: { command: 'true' } }]
      : [
          { do: 'wait', gate: hold.promise },
          { do: 'text', text: 'Fine.' },
        ],
  );
  const first = await send(w.client, w.chatId, 'Begin');
  const turn = await turnIn(w.client, first, 'running');
  const second = await send(w.client, w.chatId, 'And this');
  const status = await until(w.client, 'the second message to be claimed', async () => {
    const { turns } = await w.client.host.status();
    return turns.running.find((t) => t.id === turn.id && t.messages.some((m) => m.id === second && m.state === 'claimed'));
  });
  expect(status.messages.map((m) => m.id)).toEqual([first, second]);
  hold.open();
  await outcome(w.client, second);
});

it('answers what is said while the last words are written in the same turn, and not before it was heard', async () => {
  const hold = gate();
  let calls = 0;
  w.sim.script(() =>
    ++calls === 1
      ? [
          { do: 'text', text: 'To the first' },
          { do: 'wait', gate: hold.promise },
        ]
      : [{ do: 'text', text: 'To the second' }],
  );
  const first = await send(w.client, w.chatId, 'One');
  await w.sim.arrival(w.sim.requests.length + 1);
  const second = await send(w.client, w.chatId, 'Two');
  hold.open();
  const [a, b] = [await outcome(w.client, first), await outcome(w.client, second)];
  expect(a.turn?.id).toBe(b.turn?.id);
  expect(b.reply).toBe('To the first\n\nTo the second');
  expect(countIn(textOf(callsOf(w.sim)[1]), 'To the first')).toBe(1);
});
