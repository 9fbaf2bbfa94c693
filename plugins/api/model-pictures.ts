import type { ModelRequest } from '../../main/contract/model/transcript.ts';
import type { Ctx } from './ctx.ts';

/** Content of pictures by hash, as base64. One that could not be read is missing. */
export type Pictures = ReadonlyMap<string, string>;

/** Reads the pictures of a request, each once. Rejects only with the signal's reason. */
export const readPictures = async (
  { transcript }: Pick<ModelRequest, 'transcript'>,
  read: Ctx['blobs']['get'],
  signal: AbortSignal,
): Promise<Pictures> => {
  const pictures = new Map<string, string>();
  for (const block of transcript.flatMap(({ blocks }) => blocks)) {
    if (block.type !== 'image' || pictures.has(block.sha256)) continue;
    signal.throwIfAborted();
    try {
      const parts: Uint8Array[] = [];
      for await (const part of read({ sha256: block.sha256, bytes: block.bytes, mime: block.mime })) parts.push(part);
      pictures.set(block.sha256, Buffer.concat(parts).toString('base64'));
    } catch {
      // The model is told by the provider.
      signal.throwIfAborted();
    }
  }
  return pictures;
};

/** What stands in a request for a picture whose file is gone. */
export const missingPicture = (path: string): string => `[This picture cannot be shown to you: its file is gone. It was saved as ${path}.]`;
