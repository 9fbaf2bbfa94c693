import type { HostClient } from '#contract/client/connect.ts';
import { uploadPieceBytes } from '#contract/model/files.ts';
import type { AttachmentView } from '#contract/ui/views.ts';

/** Sends a file in pieces into the draft of a chat. Rejects with what the host or the browser said. */
export const uploadFile = async (
  client: HostClient,
  o: { chatId: string; file: File; onProgress: (sentBytes: number) => void },
  signal: AbortSignal,
): Promise<AttachmentView> => {
  const { uploadId } = await client.blobs.begin({ chatId: o.chatId, name: o.file.name, bytes: o.file.size });
  try {
    for (let offset = 0; offset < o.file.size; offset += uploadPieceBytes) {
      signal.throwIfAborted();
      // Read here, so that a folder or a file that is gone fails as such.
      const bytes = await o.file.slice(offset, offset + uploadPieceBytes).arrayBuffer();
      const { received } = await client.blobs.piece({ uploadId, offset, data: new Blob([bytes]) });
      o.onProgress(received);
    }
    signal.throwIfAborted();
    return await client.blobs.end({ uploadId });
  } catch (error) {
    // The host forgets it by itself, too.
    client.blobs.cancel({ uploadId }).catch(() => undefined);
    throw error;
  }
};
