import { z } from 'zod';
import { mostFileBytes, uploadPieceBytes } from '../../model/files.ts';
import { AttachmentView } from '../views.ts';
import { base, id, sha256 } from './base.ts';

/** Files for the next message of a chat, in pieces over any transport. They belong to the chat's draft until it is sent. */
export const blobs = {
  /** Refused with a sentence when the file is too large or the draft is full. */
  begin: base
    .input(z.object({ chatId: id, name: z.string().max(1000), bytes: z.number().int().min(0) }))
    .output(z.object({ uploadId: z.string() })),
  /** The pieces in order; `offset` says where this one stands. */
  piece: base
    .input(
      z.object({
        uploadId: id,
        offset: z.number().int().min(0).max(mostFileBytes),
        data: z.instanceof(Blob).refine((data) => data.size <= uploadPieceBytes),
      }),
    )
    .output(z.object({ received: z.number().int() })),
  end: base.input(z.object({ uploadId: id })).output(AttachmentView),
  /** Takes a file out of the draft, or gives an upload up. */
  drop: base.input(z.object({ chatId: id, sha256 })).output(z.object({ dropped: z.literal(true) })),
  cancel: base.input(z.object({ uploadId: id })).output(z.object({ cancelled: z.literal(true) })),
};
