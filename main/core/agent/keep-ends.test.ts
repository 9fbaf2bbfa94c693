import { expect, it } from 'vitest';
import type { TranscriptEntry } from '#contract/model/transcript.ts';
import { keepEnds } from './keep-ends.ts';

const user = (text: string): TranscriptEntry => ({ role: 'user', blocks: [{ type: 'text', text }] });
const assistant = (text: string): TranscriptEntry => ({ role: 'assistant', blocks: [{ type: 'text', text }] });
const call = (id: string, text = ''): TranscriptEntry => ({
  role: 'assistant',
  blocks: [{ type: 'tool-call', id, name: 'run', input: { text } }],
});
const result = (id: string, text: string): TranscriptEntry => ({
  role: 'user',
  blocks: [{ type: 'tool-result', id, text, isError: false }],
});
const last = user('Write a summary.');
const talk = (n: number): TranscriptEntry[] =>
  Array.from({ length: n }, (_, i) => (i % 2 ? assistant(`Answer ${i}`) : user(`Question ${i}`)));

const checked = (transcript: readonly TranscriptEntry[], chars: number): string => {
  const kept = keepEnds(transcript, chars);
  const said = JSON.stringify(kept);
  expect(said.length).toBeLessThanOrEqual(chars);
  expect(kept.every((entry, i) => entry.role !== kept[i + 1]?.role)).toBe(true);
  expect(kept[0]?.role).toBe('user');
  expect(kept.at(-1)?.blocks.at(-1)).toEqual(last.blocks[0]);
  const calls = [...said.matchAll(/"tool-call","id":"(\w+)"/g)].map((m) => m[1]);
  for (const [, id] of said.matchAll(/"tool-result","id":"(\w+)"/g)) expect(calls).toContain(id);
  return said;
};

it('leaves the oldest of very many short entries out, and says so', () => {
  const said = checked([...talk(3_001), last], 20_000);
  expect(said).toContain('was left out');
  expect(said).toContain('Question 3000');
  expect(said).not.toContain('Question 0"');
});

it('does so within one entry, when many messages had no answer between them', () => {
  const many: TranscriptEntry = { role: 'user', blocks: talk(3_000).flatMap((entry) => [...entry.blocks, ...entry.blocks]) };
  expect(checked([{ role: 'user', blocks: [...many.blocks, ...last.blocks] }], 20_000)).toContain('Answer 2999');
});

it('keeps start and end of a few long texts, and leaves nothing out', () => {
  const said = checked([user(`first ${'x'.repeat(50_000)} end`), assistant(`second ${'y'.repeat(50_000)} end`), last], 20_000);
  expect(said).toMatch(/first x.*x end.*second y.*y end/);
  expect(said).not.toContain('was left out');
});

it('keeps no result without its call, and shortens calls and results too', () => {
  const runs = Array.from({ length: 40 }, (_, i) => [call(`c${i}`, 'in'.repeat(3_000)), result(`c${i}`, 'out'.repeat(3_000))]).flat();
  checked([user('Go'), ...runs, last], 20_000);
  for (let chars = 4_000; chars < 5_000; chars += 7) checked([user('Go'), ...runs, last], chars);
});

it('fits also when every character is written as six', () => {
  checked([user('\u0001'.repeat(30_000)), assistant('\u0002'.repeat(30_000)), last], 6_000);
});
