import { expect, it } from 'vitest';
import type { Block, TranscriptEntry } from '#contract/model/transcript.ts';
import { charsOfAll, estimateTokens, shortenToFit } from './size.ts';

const say = (role: 'user' | 'assistant', text: string): TranscriptEntry => ({ role, blocks: [{ type: 'text', text }] });
const run = (id: string, output: string): TranscriptEntry[] => [
  { role: 'assistant', blocks: [{ type: 'tool-call', id, name: 'run', input: {} }] },
  { role: 'user', blocks: [{ type: 'tool-result', id, text: output, isError: false }] },
];
const tokensOf = (transcript: readonly TranscriptEntry[]): number => estimateTokens({ system: '', tools: [], transcript });
const textsOf = (transcript: readonly TranscriptEntry[]): string[] =>
  transcript.flatMap((e) => e.blocks.flatMap((b: Block) => ('text' in b ? [b.text] : [])));
/** The same entries, counting how often somebody reads a text of them. */
const counted = (entries: readonly TranscriptEntry[]): { entries: TranscriptEntry[]; reads: () => number } => {
  let reads = 0;
  const watched = (block: Block): Block =>
    Object.defineProperty({ ...block }, 'text', {
      enumerable: true,
      get() {
        reads++;
        return 'text' in block ? block.text : undefined;
      },
    });
  return { entries: entries.map((e) => ({ ...e, blocks: e.blocks.map(watched) })), reads: () => reads };
};

it('estimates from the characters of the whole request', () => {
  const transcript = [say('user', 'ä"\n'), ...run('c1', 'x'.repeat(50))];
  expect(charsOfAll(transcript)).toBe(JSON.stringify(transcript).length);
  expect(estimateTokens({ system: 'abc', tools: [], transcript })).toBe(Math.ceil((3 + 2 + JSON.stringify(transcript).length) / 3));
});

it('shortens old tool results first and leaves the newest alone while there is another way', () => {
  const transcript = [say('user', 'Go'), ...run('c1', 'a'.repeat(9_000)), ...run('c2', 'b'.repeat(9_000)), ...run('c3', 'c'.repeat(9_000))];
  const [old, middle, newest] = textsOf(shortenToFit(transcript, 0, 7_200) ?? []).slice(1);
  expect([old?.length, middle?.length, newest?.length].map((n) => (n ?? 0) > 8_000)).toEqual([false, true, true]);
  const all = shortenToFit(transcript, 0, 400);
  expect(all && tokensOf(all)).toBeLessThanOrEqual(400);
});

it('says null when talk alone is too long, and changes nothing in what it was given', () => {
  const transcript = [say('user', 'x'.repeat(3_000)), ...run('c1', 'y'.repeat(3_000))];
  const before = JSON.stringify(transcript);
  expect(shortenToFit(transcript, 0, 500)).toBeNull();
  expect(JSON.stringify(transcript)).toBe(before);
});

// Each used to stringify everything after every entry: seconds in which nothing else ran.
it.each([
  ['plain talk', 200, (i: number) => [say(i % 2 ? 'assistant' : 'user', `Message ${i} and a few words`)]],
  ['long talk', 50, (i: number) => [say(i % 2 ? 'assistant' : 'user', 'word '.repeat(1_000))]],
  ['tool results', 50, (i: number) => run(`c${i}`, 'line\n'.repeat(1_000))],
] as const)('reads a conversation in proportion to its length, not to its square: %s', (_, count, make) => {
  const readsOf = (n: number): number => {
    const { entries, reads } = counted(Array.from({ length: n }, (__, i) => make(i)).flat());
    shortenToFit(entries, 100, 1_000);
    tokensOf(entries);
    return reads();
  };
  expect(readsOf(count)).toBeGreaterThanOrEqual(count);
  expect(readsOf(count * 8)).toBeLessThan(readsOf(count) * 8 * 2);
});
