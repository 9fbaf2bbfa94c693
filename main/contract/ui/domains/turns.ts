import { z } from 'zod';
import { turnStates } from '../../model/states.ts';
import { AskView, MessageView, TurnView } from '../views.ts';
import { base, id } from './base.ts';

export const turns = {
  get: base.input(z.object({ turnId: id })).output(TurnView),
  stop: base.input(z.object({ turnId: id })).output(z.object({ stopped: z.boolean() })),
  /** A new turn on the same messages. */
  retry: base.input(z.object({ turnId: id })).output(z.object({ queued: z.literal(true) })),
  /** A person wants one notice when it ends. `changed`: of several windows that take the wish back to tell its end, one alone does. */
  tellWhenDone: base.input(z.object({ turnId: id, on: z.boolean() })).output(z.object({ changed: z.boolean() })),
  /** Those whose end is to be told: ended ones until a window took the wish back. */
  awaited: base.output(z.array(z.object({ turnId: z.string(), chatId: z.string(), state: z.enum(turnStates) }))),
  /** Does not wait until the next try of a turn that waits for a model. */
  tryNow: base.input(z.object({ turnId: id })).output(z.object({ queued: z.boolean() })),
  /** Says an earlier message again in other words: the chat goes on from right before it, and nothing done since is done again. */
  editAndResend: base
    .input(z.object({ messageId: id, text: z.string().max(200_000), clientId: id }))
    .output(z.object({ messageId: z.string(), duplicate: z.boolean() })),
  /** What a fold of a thread holds: its first messages, with their turns. */
  earlier: base
    .input(z.object({ chatId: id, fromSeq: z.number().int(), toSeq: z.number().int() }))
    .output(z.object({ messages: z.array(MessageView), turns: z.array(TurnView), asks: z.array(AskView), isWhole: z.boolean() })),
  /** Puts the file that a tool changed back as it was. Refused an hour later, and when the file was changed since. */
  undoChange: base.input(z.object({ stepId: id })).output(z.object({ undone: z.literal(true) })),
  output: base
    .input(z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), offset: z.number().int().min(0).default(0) }))
    .output(z.object({ text: z.string(), totalBytes: z.number(), nextOffset: z.number().nullable() })),
};
