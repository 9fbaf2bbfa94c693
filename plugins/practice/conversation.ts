import type { Block, TranscriptEntry } from '#plugin-api';
import type { ToolReply } from './intent.ts';

/** The part of a transcript that decides the next move. */
export interface Conversation {
  /** The last thing that was said to the assistant; '' when nothing was. */
  readonly sentence: string;
  readonly replies: readonly ToolReply[];
  /** Replies from before the sentence, oldest first. */
  readonly earlier: readonly ToolReply[];
  /** Sentences said right before, without an answer in between. */
  readonly passedOver: readonly string[];
  /** The sentence before, with the calls made for it, when this one came before the assistant had its say. */
  readonly cutShort: { readonly sentence: string; readonly replies: readonly ToolReply[] } | null;
  /** Paths of the pictures and recordings that came with the sentence. */
  readonly unseen: readonly string[];
}

interface Spoken {
  readonly entry: number;
  readonly text: string;
}

const label = /^\[[^\]\n]+\][ \t]*(\n|$)/;
/** What the harness tells of a file: it stands for itself, after the words of its message. */
const fileLine =
  /^\[(?:Attached file: (.+?) \([\w.+-]+\/[\w.+-]+, \d+ bytes\)|(?:This|This older) picture |An? .+ came with this message )/;
const unseenFile = /^\[Attached file: (.+?) \((?:image|audio|video)\/[\w.+-]+, \d+ bytes\)/;
const fileMark = '[file]';
/** The path of a file that came without a word, '' when it could not be fetched; null for a sentence. */
export const fileAlone = (sentence: string): string | null =>
  sentence.startsWith(fileMark) ? sentence.slice(fileMark.length).trim() : null;
// What others wrote stands behind bars, outside text also between two marks.
const fence = /\[Fence ([0-9a-f]{20}): [^\n]*\]\n([\s\S]*)\n\[End of fence \1\]$/;
const unbarred = (text: string): string => text.replaceAll(/^\| ?/gm, '');
const unfenced = (text: string): string => text.replace(fence, (_, __, inside: string) => unbarred(inside));
const taskLabel = /^\[scheduled task\b[^\]\n]*\][ \t]*(?:\n|$)/i;

// A label alone announces the next block. A label with text under it (a command's output, a note, a summary) tells
// something and asks nothing, except for a scheduled task.
const spokenIn = (blocks: readonly Block[]): string[] => {
  const spoken: string[] = [];
  let announced = false;
  for (const block of blocks) {
    if (block.type !== 'text' || block.text.trim() === '') continue;
    const text = block.text.trim();
    const file = fileLine.exec(text);
    if (file) {
      if (announced) spoken.push(`${fileMark} ${file[1] ?? ''}`);
      announced = false;
      continue;
    }
    const hit: RegExpExecArray | null = announced ? null : label.exec(text);
    const said = announced && text.startsWith('| ') ? unbarred(text) : text;
    const body = hit ? (taskLabel.test(text) ? text.slice(hit[0].length).trim() : '') : said;
    if (body !== '') spoken.push(body);
    announced = hit !== null && hit[1] === '';
  }
  return spoken;
};

const unseenIn = (blocks: readonly Block[]): string[] => {
  const lines = blocks.flatMap((block) => (block.type === 'text' && block.text.trim() !== '' ? [block.text.trim()] : []));
  const words = lines.findLastIndex((line) => !fileLine.test(line));
  return lines.slice(words + 1).flatMap((line) => unseenFile.exec(line)?.[1] ?? []);
};

const repliesOf = (entries: readonly TranscriptEntry[], all: readonly TranscriptEntry[]): ToolReply[] => {
  const results = new Map(all.flatMap((e) => e.blocks.flatMap((b) => (b.type === 'tool-result' ? [[b.id, b] as const] : []))));
  return entries.flatMap((e) =>
    e.blocks.flatMap((b) => {
      const result = b.type === 'tool-call' ? results.get(b.id) : undefined;
      return b.type === 'tool-call' && result
        ? [{ tool: b.name, input: b.input, text: unfenced(result.text), isError: result.isError }]
        : [];
    }),
  );
};

/** Everything that was said by people and scheduled tasks, oldest first. */
export const everythingSaid = (transcript: readonly TranscriptEntry[]): Spoken[] =>
  transcript.flatMap((e, entry) => (e.role === 'user' ? spokenIn(e.blocks).map((text) => ({ entry, text })) : []));

/** Reads what was asked last and what the tools have answered since. Calls made before the sentence never count for it. */
export const readConversation = (transcript: readonly TranscriptEntry[]): Conversation => {
  const said = everythingSaid(transcript);
  const last = said.at(-1);
  if (!last) return { sentence: '', replies: [], earlier: [], passedOver: [], cutShort: null, unseen: [] };
  const before = said.findLast((s) => s.entry < last.entry);
  const midway = transcript[last.entry]?.blocks.some((b) => b.type === 'tool-result') === true;
  return {
    sentence: last.text,
    replies: repliesOf(transcript.slice(last.entry + 1), transcript),
    earlier: repliesOf(transcript.slice(0, last.entry), transcript),
    passedOver: said.filter((s) => s.entry === last.entry && s !== last && fileAlone(s.text) === null).map((s) => s.text),
    cutShort:
      midway && before ? { sentence: before.text, replies: repliesOf(transcript.slice(before.entry, last.entry), transcript) } : null,
    unseen: fileAlone(last.text) === null ? unseenIn(transcript[last.entry]?.blocks ?? []) : [],
  };
};
