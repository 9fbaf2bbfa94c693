import { afterEach, beforeEach, expect, it } from 'vitest';
import type { WatchItem } from '#contract/ui/watch.ts';
import { type HostUnderTest, startHost } from '../harness/in-process-host.ts';
import { outcome, say, send } from '../harness/talk.ts';
import { callsOf, gate, lastResults, messagesOf, useModel } from '../harness/wire.ts';
import { type ModelSim, startModelSim } from '../sim/models/server.ts';

let sim: ModelSim;
let t: HostUnderTest;
beforeEach(async () => {
  sim = await startModelSim();
  t = await startHost();
  await useModel(t.client, sim);
});
afterEach(async () => {
  await t.stop();
  await sim.close();
});

it('answers with tools, and the transcript at the wire is exactly what was said and done', async () => {
  sim.script((r) => {
    const results = lastResults(r);
    if (results.length > 0) return [{ do: 'text', text: `It said ${results[0]?.split('\n')[1]}.` }];
    return [
      { do: 'text', text: 'I look.' },
      { do: 'tool', name: 'run', id: 'call_a', input: { command: 'echo from-the-shell' } },
    ];
  });
  const said = await say(t.client, t.chatId, 'What does the shell say?');
  expect(said).toMatchObject({ state: 'answered', reply: 'It said from-the-shell.' });
  expect(said.turn?.steps.map((s) => s.kind)).toEqual(['model', 'text', 'tool', 'model', 'text']);
  expect(said.turn?.steps[2]?.tool).toMatchObject({ name: 'run', exitCode: 0, output: 'exit code 0\nfrom-the-shell\n' });

  const [first, second] = callsOf(sim);
  expect(callsOf(sim)).toHaveLength(2);
  expect(messagesOf(first).map((m) => m.role)).toEqual(['system', 'user']);
  expect(messagesOf(second).map((m) => m.role)).toEqual(['system', 'user', 'assistant', 'tool']);
  expect(messagesOf(second).slice(0, 2)).toEqual(messagesOf(first));
  expect(messagesOf(second)[3]).toMatchObject({ tool_call_id: 'call_a', content: 'exit code 0\nfrom-the-shell\n' });
});

it('streams text as pieces with offsets that join without gap or overlap, and a late reader resumes from the stored text', async () => {
  const hold = gate();
  const text = 'One two three four five six seven eight nine ten.';
  sim.script(() => [
    ...(text.slice(0, 30).match(/.{1,5}/g) ?? []).map((piece) => ({ do: 'text' as const, text: piece })),
    { do: 'wait', gate: hold.promise },
    { do: 'text', text: text.slice(30) },
  ]);
  const pieces: Extract<WatchItem, { type: 'delta' }>[] = [];
  const reading = new AbortController();
  const watched = (async () => {
    for await (const item of await t.client.host.watch({ since: null }, { signal: reading.signal })) {
      if (item.type === 'delta' && item.kind === 'text') pieces.push(item);
      if (pieces.map((p) => p.text).join('').length === 30) return;
    }
  })();
  const messageId = await send(t.client, t.chatId, 'Count');
  await watched;
  for (const [i, p] of pieces.entries())
    expect(p.offset).toBe(i === 0 ? 0 : (pieces[i - 1]?.offset ?? 0) + (pieces[i - 1]?.text.length ?? 0));
  // Somebody who comes now finds the same text under the same step.
  const { turn } = await t.client.messages.turnOf({ messageId });
  expect(turn?.steps.find((s) => s.id === pieces[0]?.stepId)?.text).toBe(text.slice(0, 30));
  hold.open();
  expect((await outcome(t.client, messageId)).reply).toBe(text);
  reading.abort();
});
