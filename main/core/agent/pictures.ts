import { mostPictureBytes } from '#contract/model/files.ts';
import type { Block, ImageBlock, TranscriptEntry } from '#contract/model/transcript.ts';

/** What one request carries at most: servers refuse bodies of 32 MB, and pictures count a third more on the wire. */
const mostBytes = 20 * 1024 * 1024;
const mostPictures = 50;

export type Sight = 'sees' | 'blind' | 'summary';

export const hasPictures = (transcript: readonly TranscriptEntry[]): boolean =>
  transcript.some(({ blocks }) => blocks.some(({ type }) => type === 'image'));

/**
 * The transcript as one model gets it: pictures for a model that sees, as far as they fit and the newest first; for all
 * others a line with the file's name. Entries without pictures stay the same objects.
 */
export const withSight = (transcript: readonly TranscriptEntry[], sight: Sight): TranscriptEntry[] => {
  const shown = sight === 'sees' ? newest(transcript) : new Set<Block>();
  return transcript.map((entry) =>
    entry.blocks.some((block) => block.type === 'image' && !shown.has(block))
      ? {
          role: entry.role,
          blocks: entry.blocks.map((block) => (block.type === 'image' && !shown.has(block) ? told(block, sight) : block)),
        }
      : entry,
  );
};

const newest = (transcript: readonly TranscriptEntry[]): Set<Block> => {
  const shown = new Set<Block>();
  let bytes = 0;
  for (const block of transcript.flatMap((entry) => entry.blocks).reverse()) {
    if (block.type !== 'image' || block.bytes > mostPictureBytes) continue;
    bytes += block.bytes;
    if (bytes > mostBytes || shown.size === mostPictures) break;
    shown.add(block);
  }
  return shown;
};

const told = ({ path, bytes }: ImageBlock, sight: Sight): Block => ({
  type: 'text',
  text: `[${reasonOf(bytes, sight)} It is saved as ${path}.]`,
});

const reasonOf = (bytes: number, sight: Sight): string => {
  if (sight === 'summary') return 'A picture.';
  if (sight === 'blind') return 'This picture is not shown to you: I cannot see pictures with this model, is what to say when it matters.';
  return bytes > mostPictureBytes
    ? `This picture is not shown to you: it is larger than the ${Math.floor(mostPictureBytes / 100_000) / 10} MB that a model can be shown.`
    : 'This older picture is not shown again: too many came after it.';
};
