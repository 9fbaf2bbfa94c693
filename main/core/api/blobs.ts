import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

export const blobRoutes = (os: Base, { chats, uploads }: ApiDeps) => ({
  begin: os.blobs.begin.handler(({ input }) => uploads.begin(chats.must(input.chatId).id, input.name, input.bytes)),
  piece: os.blobs.piece.handler(async ({ input }) =>
    uploads.piece(input.uploadId, input.offset, new Uint8Array(await input.data.arrayBuffer())),
  ),
  end: os.blobs.end.handler(({ input }) => uploads.end(input.uploadId)),
  drop: os.blobs.drop.handler(({ input }) => {
    uploads.drop(chats.must(input.chatId).id, input.sha256);
    return { dropped: true as const };
  }),
  cancel: os.blobs.cancel.handler(({ input }) => {
    uploads.cancel(input.uploadId);
    return { cancelled: true as const };
  }),
});
