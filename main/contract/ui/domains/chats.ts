import { z } from 'zod';
import { ChatView, ThreadPage } from '../views.ts';
import { base, id, name } from './base.ts';

export const chats = {
  list: base.output(z.array(ChatView)),
  /** The chat of a workspace on one surface, made when missing. */
  open: base.input(z.object({ workspace: name.default('home'), surface: z.enum(['desktop', 'cli']) })).output(ChatView),
  create: base.input(z.object({ workspaceId: id, name: z.string().max(80).optional() })).output(ChatView),
  thread: base
    .input(z.object({ chatId: id, before: z.number().int().nullable().default(null), limit: z.number().int().min(1).max(200).default(60) }))
    .output(ThreadPage),
  saveDraft: base.input(z.object({ chatId: id, text: z.string().max(1_000_000) })).output(z.object({ saved: z.literal(true) })),
  search: base
    .input(
      z.object({
        query: z.string().min(1).max(200),
        before: z.number().int().nullable().default(null),
        limit: z.number().int().min(1).max(50).default(20),
      }),
    )
    .output(
      z.object({
        hits: z.array(z.object({ seq: z.number(), chatId: z.string(), chat: z.string(), snippet: z.string(), sentAt: z.number() })),
        olderBefore: z.number().nullable(),
      }),
    ),
};

export const sessions = {
  reset: base.input(z.object({ chatId: id })).output(z.object({ sessionId: z.string(), undoUntil: z.number() })),
  undoReset: base.input(z.object({ chatId: id })).output(z.object({ sessionId: z.string() })),
};
