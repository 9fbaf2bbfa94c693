import { AppError, messageOf } from '#contract/errors.ts';
import { type Attachment, mostFileBytes, mostFilesPerMessage } from '#contract/model/files.ts';
import { type Toolbox, ToolboxError } from '#contract/toolbox/toolbox.ts';
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import type { Blobs, BlobWriter } from '../blobs/blobs.ts';
import { numberedName, safeFileName } from '../blobs/file-name.ts';
import { sniffedBytes, sniffMime } from '../blobs/sniff.ts';
import type { BlobRefs, DraftFile } from '../store/blob-refs.ts';
import type { WorkspaceDisk } from './workspace-disk.ts';

export interface UploadsDeps {
  readonly blobs: Blobs;
  readonly refs: BlobRefs;
  readonly draftFiles: (chatId: string) => DraftFile[];
  readonly toolbox: (workspaceId: string, signal: AbortSignal) => Promise<Toolbox>;
  /** Its folder without starting a sandbox. */
  readonly disk: (workspaceId: string) => WorkspaceDisk;
  readonly clock: Clock;
}

/** An upload that nobody goes on with. */
const abandonedMs = 10 * 60_000;
/** Files of the same name in one folder. */
const mostOfOneName = 1000;
const megabytes = (bytes: number): number => Math.ceil(bytes / 1024 / 1024);

interface Upload {
  readonly chatId: string;
  readonly name: string;
  readonly bytes: number;
  readonly writer: BlobWriter;
  received: number;
  forget: () => void;
}

/** Files on their way from a window into a chat's draft, and from there into the workspace's folder. */
export const createUploads = (deps: UploadsDeps) => {
  const open = new Map<string, Upload>();
  const must = (uploadId: string): Upload => {
    const upload = open.get(uploadId);
    if (!upload) throw new AppError('upload-gone');
    return upload;
  };
  const cancel = (uploadId: string): void => {
    const upload = open.get(uploadId);
    open.delete(uploadId);
    upload?.forget();
    upload?.writer.discard();
  };
  const keepAlive = (uploadId: string, upload: Upload): void => {
    upload.forget();
    upload.forget = deps.clock.after(abandonedMs, () => cancel(uploadId));
  };

  const placeOne = async (toolbox: Pick<Toolbox, 'readFile' | 'writeFile'>, file: DraftFile, signal: AbortSignal): Promise<Attachment> => {
    // In pieces: 25 MB at once would hold up everything else.
    const pieces: Uint8Array[] = [];
    for await (const piece of deps.blobs.stream(file.sha256)) pieces.push(piece);
    const data = Buffer.concat(pieces);
    for (let n = 1; n <= mostOfOneName; n++) {
      const path = `uploads/${numberedName(file.name, n)}`;
      try {
        await toolbox.writeFile(path, data, { expectHash: null }, signal);
        return { ...file, path };
      } catch (error) {
        if (!(error instanceof ToolboxError) || error.code !== 'exists') throw error;
        // The same file, sent before: it lies there already.
        if ((await toolbox.readFile(path, { maxBytes: 0 }, signal)).hash === file.sha256) return { ...file, path };
      }
    }
    throw new Error(`too many files called ${file.name}`);
  };

  return {
    begin(chatId: string, name: string, bytes: number): { uploadId: string } {
      const safe = safeFileName(name);
      if (bytes > mostFileBytes)
        throw new AppError('file-too-large', { name: safe, limit: megabytes(mostFileBytes), size: megabytes(bytes) });
      const coming = [...open.values()].filter((upload) => upload.chatId === chatId).length;
      if (deps.draftFiles(chatId).length + coming >= mostFilesPerMessage)
        throw new AppError('too-many-files', { limit: mostFilesPerMessage });
      const uploadId = newId('upl', deps.clock.now());
      const upload: Upload = { chatId, name: safe, bytes, writer: deps.blobs.writer(), received: 0, forget: () => undefined };
      open.set(uploadId, upload);
      keepAlive(uploadId, upload);
      return { uploadId };
    },
    piece(uploadId: string, offset: number, data: Uint8Array): { received: number } {
      const upload = must(uploadId);
      if (offset !== upload.received || offset + data.length > upload.bytes) {
        cancel(uploadId);
        throw new AppError('upload-gone');
      }
      try {
        upload.writer.write(data);
      } catch (error) {
        cancel(uploadId);
        throw error;
      }
      upload.received += data.length;
      keepAlive(uploadId, upload);
      return { received: upload.received };
    },
    /** The file is in the draft from now on, also after a restart. */
    end(uploadId: string): DraftFile {
      const upload = must(uploadId);
      if (upload.received !== upload.bytes) {
        cancel(uploadId);
        throw new AppError('upload-gone');
      }
      open.delete(uploadId);
      upload.forget();
      const { sha256, bytes } = upload.writer.end();
      const file: DraftFile = { sha256, name: upload.name, bytes, mime: sniffMime(deps.blobs.read(sha256, 0, sniffedBytes)) };
      deps.refs.addDraftFile(upload.chatId, file);
      return file;
    },
    cancel,
    drop: (chatId: string, sha256: string): void => deps.refs.dropDraftFile(chatId, sha256),
    /**
     * Puts files of the draft into the workspace's folder `uploads`, through its toolbox. Repeating it makes no second copy.
     * Throws AppError upload-gone or file-not-placed; nothing is sent then.
     */
    async place(chat: { id: string; workspaceId: string }, sha256s: readonly string[], signal: AbortSignal): Promise<Attachment[]> {
      if (sha256s.length === 0) return [];
      const draft = deps.draftFiles(chat.id);
      const files = sha256s.map((sha256) => {
        const file = draft.find((f) => f.sha256 === sha256);
        if (!file) throw new AppError('upload-gone');
        return file;
      });
      const placed: Attachment[] = [];
      for (const file of files) {
        try {
          placed.push(await placeOne(await deps.toolbox(chat.workspaceId, signal), file, signal));
        } catch (error) {
          throw new AppError('file-not-placed', { name: file.name, detail: messageOf(error) }, { cause: error });
        }
      }
      return placed;
    },
    /** Puts one file into the folder `uploads`; repeating it makes no second copy. Rejects when it cannot be written. */
    placeOne: (workspaceId: string, file: DraftFile, signal: AbortSignal): Promise<Attachment> =>
      placeOne(deps.disk(workspaceId), file, signal),
    /** A file that people sent, for showing it. Null for everything else that is kept here. */
    sent(sha256: string): (DraftFile & { stream: () => AsyncIterable<Uint8Array> }) | null {
      const file = /^[0-9a-f]{64}$/.test(sha256) ? deps.refs.sentFile(sha256) : null;
      return file && deps.blobs.has(sha256) ? { ...file, stream: () => deps.blobs.stream(sha256) } : null;
    },
  };
};
export type Uploads = ReturnType<typeof createUploads>;
