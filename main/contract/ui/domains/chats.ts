import { z } from 'zod';
import { PromptParts } from '../../model/prompt-parts.ts';
import { origins } from '../../model/states.ts';
import { ChatView, ThreadPage } from '../views.ts';
import { base, id, name } from './base.ts';

/** Tokens of a session. Before its first answer `contextTokens` is estimated from what would go along; null for rules. */
export const MeterView = z.object({
  in: z.number().int(),
  out: z.number().int(),
  contextTokens: z.number().int().nullable(),
  /** Estimated on the high side: no answer has told it yet. */
  isEstimate: z.boolean(),
  /** In millionths of a dollar; null when a price is not known, and for rules. */
  costMicros: z.number().int().nullable(),
  account: z.string().nullable(),
  model: z.string().nullable(),
  noAi: z.boolean(),
  /** What reading the context once more would cost at most; null when there is no context or no price. */
  nextCostMicros: z.number().int().nullable(),
});
export type MeterView = z.infer<typeof MeterView>;

export const chats = {
  list: base.output(z.array(ChatView)),
  /** The chat of a workspace on one surface, made when missing. */
  open: base.input(z.object({ workspace: name.default('home'), surface: z.enum(['desktop', 'cli']) })).output(ChatView),
  create: base.input(z.object({ workspaceId: id, name: z.string().max(80).optional() })).output(ChatView),
  thread: base
    .input(
      z.object({
        chatId: id,
        before: z.number().int().nullable().default(null),
        after: z.number().int().nullable().default(null),
        /** The page with this message in its middle, or with the first one since a time. */
        around: z.number().int().nullable().default(null),
        aroundTime: z.number().nullable().default(null),
        limit: z.number().int().min(1).max(200).default(60),
      }),
    )
    .output(ThreadPage),
  rename: base.input(z.object({ chatId: id, name: z.string().trim().min(1).max(80) })).output(ChatView),
  archive: base.input(z.object({ chatId: id, archived: z.boolean() })).output(ChatView),
  /** Takes the chat from every list and stops what runs in it; `restore` brings it back. Refused while tasks write there. */
  remove: base.input(z.object({ chatId: id })).output(z.object({ removed: z.literal(true) })),
  restore: base.input(z.object({ chatId: id })).output(ChatView),
  /** Everything up to `seq` was seen. The position never goes back. */
  markRead: base.input(z.object({ chatId: id, seq: z.number().int().min(0) })).output(z.object({ readSeq: z.number().int() })),
  /** What the open session has used, and how much the next call brings along. */
  meter: base.input(z.object({ chatId: id })).output(MeterView),
  /** What would fill the next request, estimated; `limit` is what the model of the first account takes, null when nobody answers. */
  prompt: base
    .input(z.object({ chatId: id }))
    .output(z.object({ parts: PromptParts, limit: z.number().int().nullable(), costMicros: z.number().int().nullable() })),
  saveDraft: base.input(z.object({ chatId: id, text: z.string().max(1_000_000) })).output(z.object({ saved: z.literal(true) })),
  search: base
    .input(
      z.object({
        query: z.string().min(1).max(200),
        /** Only in this chat. */
        chatId: id.nullable().default(null),
        before: z.number().int().nullable().default(null),
        limit: z.number().int().min(1).max(50).default(20),
      }),
    )
    .output(
      z.object({
        /** Newest first; what was found stands between U+2068 and U+2069 in the snippet. */
        hits: z.array(
          z.object({
            seq: z.number(),
            chatId: z.string(),
            chat: z.string(),
            workspaceId: z.string(),
            workspace: z.string(),
            origin: z.enum(origins),
            author: z.string().nullable(),
            /** An answer made by rules, without a model. */
            noAi: z.boolean(),
            snippet: z.string(),
            /** The name of a file that came with it, when that was found; marked in the same way. */
            file: z.string().nullable(),
            sentAt: z.number(),
          }),
        ),
        olderBefore: z.number().nullable(),
      }),
    ),
};

export const sessions = {
  reset: base.input(z.object({ chatId: id })).output(z.object({ sessionId: z.string(), undoUntil: z.number() })),
  undoReset: base.input(z.object({ chatId: id })).output(z.object({ sessionId: z.string() })),
};
