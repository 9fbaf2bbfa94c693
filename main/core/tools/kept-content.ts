import { type Toolbox, ToolboxError } from '#contract/toolbox/toolbox.ts';
import type { OutputBlobs } from './output.ts';
import type { FileChange } from './tool.ts';

/** Of a larger file nothing is kept from before a change. */
const mostKeptBytes = 20_000_000;

/** What stands in a file that is about to be replaced; null when there is none. */
export const contentBefore = async (toolbox: Toolbox, path: string, signal: AbortSignal): Promise<Uint8Array | null | 'unknown'> => {
  try {
    const { data, size } = await toolbox.readFile(path, { maxBytes: mostKeptBytes }, signal);
    return size > data.length ? 'unknown' : data;
  } catch (error) {
    if (!(error instanceof ToolboxError) || error.code === 'gone') throw error;
    // Whatever else stands in the way is said by the writing.
    return error.code === 'not-found' ? null : 'unknown';
  }
};

/** With it a person can take the change back. */
export const changeFrom = (blobs: OutputBlobs, path: string, before: Uint8Array | null, afterHash: string): FileChange => ({
  path,
  beforeBlob: before === null ? null : blobs.put(before).sha256,
  afterHash,
});
