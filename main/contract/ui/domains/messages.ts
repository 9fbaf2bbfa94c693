import { z } from 'zod';
import { mostFilesPerMessage } from '../../model/files.ts';
import { Reason } from '../../model/reason.ts';
import { TurnView } from '../views.ts';
import { base, id, sha256 } from './base.ts';

export const messages = {
  /**
   * `clientId` makes it safe to send again: the same id is the same message. `files` are uploads of this chat (blobs.end);
   * with files the text may be empty.
   */
  send: base
    .input(z.object({ chatId: id, text: z.string(), clientId: id, files: z.array(sha256).max(mostFilesPerMessage).default([]) }))
    .output(z.object({ messageId: z.string(), duplicate: z.boolean() })),
  /** Tries again to get the files of a message that are not here. Refused with file-not-fetched when none comes. */
  fetchFiles: base.input(z.object({ messageId: id })).output(z.object({ fetched: z.number().int() })),
  /** Ends a shell command of a person that still runs. */
  stopCommand: base.input(z.object({ messageId: id })).output(z.object({ stopped: z.boolean() })),
  turnOf: base
    .input(z.object({ messageId: id }))
    .output(z.object({ messageState: z.string(), reason: Reason.nullable(), turn: TurnView.nullable(), reply: z.string().nullable() })),
};
