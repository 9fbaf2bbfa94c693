import { z } from 'zod';
import type { Chat } from '#contract/model/records.ts';
import { defineTool } from './define.ts';
import { type AgentTool, noFlows } from './tool.ts';

export interface ChatToolDeps {
  /** By name, own workspace first. */
  findChat(workspaceId: string, name: string): Chat | null;
  chatNames(): string[];
  /** True when only owners read it. */
  isPrivate(chatId: string): boolean;
  /** Stored and delivered exactly once for a call. */
  post(o: { chatId: string; text: string; callId: string; own: boolean; fromChat: string }): Promise<void>;
}

export const chatTools = (deps: ChatToolDeps): AgentTool[] => [
  defineTool({
    name: 'send_message',
    description:
      'Post a message now. Without `chat` it goes into this chat, before the final answer; with `chat` (a name) into another one, which needs approval.',
    schema: z.object({ text: z.string().min(1).max(20_000), chat: z.string().min(1).max(100).optional() }),
    tier: (input, context) =>
      input.chat === undefined || deps.findChat(context.workspace.id, input.chat)?.id === context.chat.id
        ? deps.isPrivate(context.chat.id)
          ? 'write'
          : 'external'
        : 'external',
    flows: noFlows,
    effect: 'once',
    async run(input, context) {
      const target = input.chat === undefined ? context.chat : deps.findChat(context.workspace.id, input.chat);
      if (!target) return { ok: false, text: `There is no chat "${input.chat}". Chats: ${deps.chatNames().join(', ')}.` };
      await deps.post({
        chatId: target.id,
        text: input.text,
        callId: context.callId,
        own: target.id === context.chat.id,
        fromChat: context.chat.name,
      });
      return { ok: true, text: `sent to ${target.name}` };
    },
  }),
  defineTool({
    name: 'ask_user',
    description: 'Ask the person one or several questions and wait for the answers.',
    schema: z.object({
      questions: z
        .array(z.object({ question: z.string().min(1).max(2000), options: z.array(z.string().min(1).max(200)).max(10).default([]) }))
        .min(1)
        .max(4),
    }),
    tier: 'read',
    flows: noFlows,
    effect: 'none',
    questions: (input) => input.questions,
    run: async () => ({ ok: false, text: 'no answer' }),
  }),
  defineTool({
    name: 'reset_context',
    description: 'Start over: after this answer the conversation so far is closed. `message` is all that the new session knows of it.',
    schema: z.object({ message: z.string().max(20_000).default('') }),
    tier: 'write',
    flows: noFlows,
    effect: 'idempotent',
    // The session is changed by the transition that ends the turn.
    run: async () => ({ ok: true, text: 'the context is cleared after this answer' }),
  }),
];
