import type { Block, TranscriptEntry } from '#contract/model/transcript.ts';
import { charsOf } from './size.ts';

const leftOut: Block = { type: 'text', text: '[The part before this was left out: there was no room for it.]' };
// Below this a text says nothing any more; then older ones are left out instead.
const shortestChars = 1000;

/**
 * A transcript that takes at most `chars` characters, by force: of long blocks the start and the end are kept, and when
 * that is not enough the oldest ones go. The last block always stays; a tool result never stays without its call.
 */
export const keepEnds = (transcript: readonly TranscriptEntry[], chars: number): TranscriptEntry[] => {
  const units = transcript.flatMap(unitsOf);
  const share = Math.min(Math.max(shortestChars, Math.floor((chars * 0.8) / Math.max(1, units.length))), Math.floor(chars / 2));
  const short = units.map((unit) => ({ role: unit.role, blocks: unit.blocks.map((block) => endsOf(block, share)) }));
  let left = chars - charsOf({ role: 'user', blocks: [leftOut] });
  let from = short.length;
  while (from > 0) {
    left -= charsOf(short[from - 1] as TranscriptEntry);
    if (left < 0 && from < short.length) break;
    from--;
  }
  const kept = from > 0 ? [{ role: 'user' as const, blocks: [leftOut] }, ...short.slice(from)] : short;
  return joined(withoutOrphans(kept));
};

// What can be left out by itself: what the assistant said at once, or one block of the other side.
const unitsOf = (entry: TranscriptEntry): TranscriptEntry[] =>
  entry.role === 'assistant' ? [entry] : entry.blocks.map((block) => ({ role: entry.role, blocks: [block] }));

const endsOf = (block: Block, chars: number): Block => {
  if (block.type === 'opaque' || block.type === 'image') return block;
  if (block.type === 'tool-call') {
    const said = block.invalidJson ?? JSON.stringify(block.input);
    return said.length > chars
      ? { type: block.type, id: block.id, name: block.name, input: { cut: `${said.slice(0, chars)} […]` } }
      : block;
  }
  const half = Math.floor(chars / 2);
  return block.text.length > chars ? { ...block, text: `${block.text.slice(0, half)}\n[…]\n${block.text.slice(-half)}` } : block;
};

const withoutOrphans = (units: readonly TranscriptEntry[]): TranscriptEntry[] => {
  const calls = new Set(units.flatMap((unit) => unit.blocks.flatMap((block) => (block.type === 'tool-call' ? [block.id] : []))));
  return units.filter((unit) => unit.blocks.every((block) => block.type !== 'tool-result' || calls.has(block.id)));
};

const joined = (units: readonly TranscriptEntry[]): TranscriptEntry[] => {
  const entries: { role: TranscriptEntry['role']; blocks: Block[] }[] = [];
  for (const { role, blocks } of units) {
    const last = entries.at(-1);
    if (last?.role === role) last.blocks.push(...blocks);
    else entries.push({ role, blocks: [...blocks] });
  }
  return entries;
};
