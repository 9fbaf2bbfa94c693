import { setImmediate as letOthersRun } from 'node:timers/promises';
import { isAppError } from '#contract/errors.ts';
import { type Attachment, mostFileBytes } from '#contract/model/files.ts';
import { renderReason } from '#contract/text/render.ts';
import { ToolboxError } from '#contract/toolbox/toolbox.ts';
import type { Blobs, StoredBlob } from '../blobs/blobs.ts';
import { safeFileName } from '../blobs/file-name.ts';
import { sniffedBytes, sniffMime } from '../blobs/sniff.ts';
import type { BlobRefs } from '../store/blob-refs.ts';
import type { WorkspaceDisk } from './workspace-disk.ts';

type Taken = { readonly ok: true; readonly input: Attachment } | { readonly ok: false; readonly text: string };

/** Files of a workspace on their way to somebody: their bytes are kept when a call asks for it, so that what was approved is what goes. */
export const createOutgoingFiles = (deps: { disk: (workspaceId: string) => WorkspaceDisk; blobs: Blobs; refs: BlobRefs }) => ({
  async takeFile(o: { workspaceId: string; path: string; callId: string }, signal: AbortSignal): Promise<Taken> {
    try {
      const { data, size } = await deps.disk(o.workspaceId).readFile(o.path, { maxBytes: mostFileBytes }, signal);
      if (size > mostFileBytes) return refused(`${o.path} has ${size} bytes; a file can have ${mostFileBytes}.`);
      if (size === 0) return refused(`${o.path} is empty.`);
      const file = {
        ...(await keepInPieces(deps.blobs, data, signal)),
        mime: sniffMime(data.subarray(0, sniffedBytes)),
        name: safeFileName(o.path),
      };
      deps.refs.holdForCall(o.callId, file, o.workspaceId);
      return { ok: true, input: { ...file, path: o.path } };
    } catch (error) {
      if (error instanceof ToolboxError) return refused(sentences[error.code] ?? error.message);
      if (isAppError(error)) return refused(renderReason({ code: error.code, params: error.data }));
      throw error;
    }
  },
});
export type OutgoingFiles = ReturnType<typeof createOutgoingFiles>;

const pieceBytes = 1024 * 1024;
/** 25 MB at once would hold up everything else. */
const keepInPieces = async (blobs: Blobs, data: Uint8Array, signal: AbortSignal): Promise<StoredBlob> => {
  const writer = blobs.writer();
  try {
    for (let at = 0; at < data.length; at += pieceBytes) {
      signal.throwIfAborted();
      writer.write(data.subarray(at, at + pieceBytes));
      await letOthersRun();
    }
    return writer.end();
  } catch (error) {
    writer.discard();
    throw error;
  }
};

const refused = (text: string): Taken => ({ ok: false, text: `${text} Nothing was sent.` });
const sentences: Partial<Record<ToolboxError['code'], string>> = {
  'not-found': 'There is no such file.',
  'outside-workspace': 'That path leads out of the workspace.',
  'is-directory': 'That is a folder, not a file.',
  'not-permitted': 'The file may not be read (permissions).',
};
