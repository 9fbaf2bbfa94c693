import { z } from 'zod';
import { Reason } from '../../model/reason.ts';
import { TurnView } from '../views.ts';
import { base, id } from './base.ts';

export const messages = {
  /** `clientId` makes it safe to send again: the same id is the same message. */
  send: base
    .input(z.object({ chatId: id, text: z.string(), clientId: id }))
    .output(z.object({ messageId: z.string(), duplicate: z.boolean() })),
  /** Ends a shell command of a person that still runs. */
  stopCommand: base.input(z.object({ messageId: id })).output(z.object({ stopped: z.boolean() })),
  turnOf: base
    .input(z.object({ messageId: id }))
    .output(z.object({ messageState: z.string(), reason: Reason.nullable(), turn: TurnView.nullable(), reply: z.string().nullable() })),
};
