import { afterEach, beforeEach, expect, it } from 'vitest';
import { outcome, say, send } from '../harness/talk.ts';
import { callsOf, lastResults, messagesOf, textOf } from '../harness/wire.ts';
import { startWorld, type World } from '../harness/world.ts';
import type { SimRequest } from '../sim/models/actions.ts';

const limit = 8_192;
let w: World;
beforeEach(async () => {
  w = await startWorld();
  w.host.settings.set('contextTokens', limit);
});
afterEach(() => w.close());

// A model with no other memory than its request: it knows the fact if the fact stands there, and its summaries keep it.
const fact = 'the code word is heliotrope-4711';
const knows = (r: SimRequest): boolean => textOf(r).includes('heliotrope-4711');
const isSummary = (r: SimRequest): boolean => JSON.stringify(messagesOf(r).at(-1)).includes('Write a summary');
// Three characters a token is what the host counts with; what the answer may take is part of the limit.
const sizeOf = (r: SimRequest): number =>
  Math.ceil(JSON.stringify([r.body.messages, r.body.tools]).length / 3) + Number(r.body.max_completion_tokens ?? r.body.max_tokens ?? 0);

it('answers at message 200 what was said in message 1, and no request is ever larger than the model takes', async () => {
  w.sim.script((r) => {
    if (isSummary(r)) return [{ do: 'text', text: knows(r) ? `Summary: ${fact}.` : 'Summary: nothing known.' }];
    const last = JSON.stringify(messagesOf(r).at(-1));
    return [
      {
        do: 'text',
        text: last.includes('Which code word') ? (knows(r) ? 'heliotrope-4711' : 'I do not know') : `Noted. ${'blah '.repeat(30)}`,
      },
    ];
  });
  await say(w.client, w.chatId, `Remember that ${fact}`);
  for (let i = 2; i < 200; i++) await say(w.client, w.chatId, `Message ${i} ${'and some more words '.repeat(1 + (i % 12))}`);
  const said = await say(w.client, w.chatId, 'Which code word?');
  expect(said.reply).toBe('heliotrope-4711');
  expect(Math.max(...callsOf(w.sim).map(sizeOf))).toBeLessThanOrEqual(limit);
  expect(callsOf(w.sim).filter(isSummary).length).toBeGreaterThan(2);

  const page = await w.client.chats.thread({ chatId: w.chatId, limit: 200 });
  const summaries = page.turns.flatMap((t) => t.steps.filter((s) => s.kind === 'summary'));
  expect(summaries.length).toBeGreaterThan(0);
  expect(summaries[0]?.text).toContain(fact);
  expect(page.messages.filter((m) => m.origin === 'human')).toHaveLength(200);
  expect(page.messages[0]?.text).toContain(fact);
}, 120_000);

it('stays below the limit when a single old message is huge, and says so when the newest one alone does not fit', async () => {
  w.sim.script((r) => [{ do: 'text', text: isSummary(r) ? 'Summary.' : 'ok' }]);
  await say(w.client, w.chatId, `Long: ${'abc '.repeat(1_800)}`);
  expect((await say(w.client, w.chatId, `Long again: ${'def '.repeat(1_800)}`)).state).toBe('answered');
  expect((await say(w.client, w.chatId, `Much too long: ${'ghi '.repeat(20_000)}`)).turn?.reason?.code).toBe('context-full');
  expect(Math.max(...callsOf(w.sim).map(sizeOf))).toBeLessThanOrEqual(limit);
  expect((await say(w.client, w.chatId, 'Short')).state).toBe('answered');
});

it('goes on after a huge tool result by shortening it for the model, with the whole kept for the user', async () => {
  w.sim.script((r) =>
    lastResults(r).length === 0
      ? [{ do: 'tool', name: 'run', input: { command: 'seq 1 20000' } }]
      : [{ do: 'text', text: 'Many numbers.' }],
  );
  const said = await outcome(w.client, await send(w.client, w.chatId, 'Count'));
  expect(said.reply).toBe('Many numbers.');
  expect(Math.max(...callsOf(w.sim).map(sizeOf))).toBeLessThanOrEqual(limit);
  const tool = said.turn?.steps.find((s) => s.kind === 'tool')?.tool;
  const whole = await w.client.turns.output({ sha256: tool?.outputBlob ?? '' });
  expect(whole.totalBytes).toBeGreaterThan(100_000);
});
