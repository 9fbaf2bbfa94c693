import { afterEach, beforeEach, expect, it } from 'vitest';
import { outcome, pendingAsk, send } from '../harness/talk.ts';
import { lastResults } from '../harness/wire.ts';
import { startWorld, type World } from '../harness/world.ts';

let w: World;
beforeEach(async () => {
  w = await startWorld();
});
afterEach(() => w.close());

it('tells the whole story of a turn in order: states, model calls with time and tokens, tools, requests, delivery', async () => {
  const [home] = await w.client.workspaces.list();
  await w.client.chats.create({ workspaceId: home?.id ?? '', name: 'Notes' });
  w.sim.script((r) =>
    lastResults(r).length > 0
      ? [{ do: 'text', text: 'Done.' }]
      : [
          { do: 'tool', name: 'run', input: { command: 'true' } },
          { do: 'tool', name: 'send_message', input: { chat: 'Notes', text: 'secret words' } },
        ],
  );
  const messageId = await send(w.client, w.chatId, 'Go, with private words');
  const ask = await pendingAsk(w.client);
  await w.client.asks.answer({ id: ask.id, decision: 'approve' });
  const { turn } = await outcome(w.client, messageId);
  const lines = await w.client.host.logs({ turnId: turn?.id ?? '' });
  expect(lines.map((l) => l.text)).toEqual([
    'turn runs',
    'model call running',
    'model call done',
    'tool running',
    'tool done',
    'turn waiting',
    'ask answered',
    'turn runs',
    'tool running',
    'tool done',
    'model call running',
    'model call done',
    'delivery stored',
    'turn done',
  ]);
  expect(lines[0]).toMatchObject({ messages: [messageId], scope: 'agent' });
  expect(lines[2]).toMatchObject({
    account: 'sim',
    model: 'sim-large',
    ms: expect.any(Number),
    in: expect.any(Number),
    out: expect.any(Number),
  });
  expect(lines[3]).toMatchObject({ tool: 'run', effect: 'once' });
  expect(JSON.stringify(lines)).not.toMatch(/secret words|private words/);
});
