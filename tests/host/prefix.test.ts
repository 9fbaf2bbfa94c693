import { afterEach, beforeEach, expect, it } from 'vitest';
import { say } from '../harness/talk.ts';
import { callsOf, lastResults, messagesOf, textOf } from '../harness/wire.ts';
import { startWorld, type World } from '../harness/world.ts';

let w: World;
beforeEach(async () => {
  w = await startWorld();
});
afterEach(() => w.close());

it('keeps everything before the last user entry the same, byte for byte, over turns, tools and a restart', async () => {
  w.sim.script((r) =>
    textOf(r).includes('look') &&
    lastResults(r).length === 0 &&
    messagesOf(r).at(-1)?.role === 'user' &&
    JSON.stringify(messagesOf(r).at(-1)).includes('look')
      ? [{ do: 'tool', name: 'run', input: { command: 'echo seen' } }]
      : [{ do: 'text', text: 'Good.' }],
  );
  await say(w.client, w.chatId, 'First');
  await say(w.client, w.chatId, 'Please look');
  await say(w.client, w.chatId, '!echo aside');
  w = await w.restart();
  await say(w.client, w.chatId, 'Third');
  const calls = callsOf(w.sim);
  expect(calls).toHaveLength(4);
  for (let i = 1; i < calls.length; i++) {
    const before = messagesOf(calls[i - 1]);
    expect(JSON.stringify(messagesOf(calls[i]).slice(0, before.length))).toBe(JSON.stringify(before));
    expect(JSON.stringify(calls[i]?.body.tools)).toBe(JSON.stringify(calls[i - 1]?.body.tools));
  }
});

it('changes the prefix once when a memory is added, and remembers it in other sessions', async () => {
  const system = (i: number): string => JSON.stringify(messagesOf(callsOf(w.sim)[i])[0]);
  w.sim.script((r) =>
    textOf(r).includes('Remember') && !textOf(r).includes('"remember"')
      ? [{ do: 'tool', name: 'remember', input: { key: 'tea', text: 'Bob likes green tea' } }]
      : [{ do: 'text', text: 'Good.' }],
  );
  await say(w.client, w.chatId, 'First');
  await say(w.client, w.chatId, 'Remember it');
  await say(w.client, w.chatId, 'reset context');
  await say(w.client, w.chatId, 'Later');
  await say(w.client, w.chatId, 'Even later');
  expect(callsOf(w.sim)).toHaveLength(5);
  expect(system(1)).toBe(system(0));
  expect(system(1)).not.toContain('green tea');
  expect(system(2)).toContain('green tea');
  expect(system(3)).toBe(system(2));
  expect(system(4)).toBe(system(2));
});

it('finds what was remembered by other words, also with marks on the letters, and forgets it', async () => {
  const script = (name: string, input: Record<string, unknown>): void =>
    w.sim.script((r) => (lastResults(r).length > 0 ? [{ do: 'text', text: String(lastResults(r)[0]) }] : [{ do: 'tool', name, input }]));
  script('remember', { key: 'café', text: 'The Crème at the corner opens at nine' });
  await say(w.client, w.chatId, 'a');
  script('recall', { query: 'creme" OR (NEAR' });
  expect((await say(w.client, w.chatId, 'b')).reply).toBe('café: The Crème at the corner opens at nine');
  script('forget', { key: 'café' });
  await say(w.client, w.chatId, 'c');
  script('recall', { query: 'corner' });
  expect((await say(w.client, w.chatId, 'd')).reply).toBe('nothing is remembered about that');
});
