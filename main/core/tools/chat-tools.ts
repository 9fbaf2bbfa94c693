import { z } from 'zod';
import type { Chat, Turn } from '#contract/model/records.ts';
import { shownName } from '../base/shown-name.ts';
import { defineTool } from './define.ts';
import { type AgentTool, noFlows, type Resolved, type ToolContext, type ToolReach } from './tool.ts';

export interface ChatToolDeps {
  /** All with this name or id; those of the own workspace alone when there are any. */
  chatsCalled(workspaceId: string, nameOrId: string): Chat[];
  allChats(): Chat[];
  chatById(id: string): Chat | null;
  workspaceName(id: string): string;
  /** Who would read what this turn says there. */
  reachOf(turn: Turn, chatId: string): ToolReach;
  /**
   * Stored and delivered exactly once for a call; what the posting session has met goes along. Resolves with the time (in words)
   * until which quiet hours hold it, null when they do not.
   */
  post(o: { chatId: string; text: string; callId: string; own: boolean; fromSessionId: string }): Promise<string | null>;
}

/** The recipient as it was looked up before anybody was asked. */
interface Posting {
  readonly chat: string;
  /** Only when it is another one. */
  readonly workspace?: string;
  readonly chatId: string;
  readonly text: string;
}

/** Stored for somebody, and not sent yet. */
export const heldText = (name: string, until: string): string =>
  `held by the quiet hours of that number: it is sent to ${name} at ${until}, not before`;

/** One recipient or none: a name that fits two chats is refused. */
export const recipientOf = (
  deps: Pick<ChatToolDeps, 'chatsCalled' | 'allChats' | 'workspaceName'>,
  name: string | undefined,
  { chat, workspace }: Pick<ToolContext, 'chat' | 'workspace'>,
): Resolved<Omit<Posting, 'text'>> => {
  const found = name === undefined ? [chat] : deps.chatsCalled(workspace.id, name);
  const [target] = found;
  const listed = (chats: readonly Chat[]): string =>
    chats.map((c) => `"${shownName(c.name)}" in workspace ${deps.workspaceName(c.workspaceId)} (${c.id})`).join(', ');
  if (!target) return { ok: false, text: `There is no chat "${name}". Nothing was sent. Chats: ${listed(deps.allChats())}.` };
  if (found.length > 1)
    return { ok: false, text: `${found.length} chats are called "${name}". Nothing was sent. Give the id of one: ${listed(found)}.` };
  if (target.leftAt !== null)
    return { ok: false, text: `The linked number is not in the group "${shownName(target.name)}" any more. Nothing was sent.` };
  if (target.closedAt !== null)
    return { ok: false, text: `Your user closed the chat "${shownName(target.name)}" for you. Nothing was sent.` };
  const elsewhere = target.workspaceId === workspace.id ? {} : { workspace: deps.workspaceName(target.workspaceId) };
  return { ok: true, input: { chat: target.name, ...elsewhere, chatId: target.id } };
};

export const chatTools = (deps: ChatToolDeps): AgentTool[] => [
  defineTool({
    name: 'send_message',
    description:
      'Post a message now. Without `chat` it goes into this chat, before the final answer; with `chat` (a name or id) into another one, which needs approval.',
    schema: z.object({ text: z.string().min(1).max(20_000), chat: z.string().min(1).max(100).optional() }),
    resolve(input, context): Resolved<Posting> {
      const recipient = recipientOf(deps, input.chat, context);
      return recipient.ok ? { ok: true, input: { ...recipient.input, text: input.text } } : recipient;
    },
    tier: (input: Posting, context) => (input.chatId === context.chat.id ? 'write' : 'external'),
    flows: noFlows,
    reach: (input: Posting, context) => deps.reachOf(context.turn, input.chatId),
    effect: 'once',
    async run(input: Posting, context) {
      const target = deps.chatById(input.chatId);
      if (!target) return { ok: false, text: `The chat "${input.chat}" is gone. Nothing was sent.` };
      const until = await deps.post({
        chatId: target.id,
        text: input.text,
        callId: context.callId,
        own: target.id === context.chat.id,
        fromSessionId: context.turn.sessionId,
      });
      return { ok: true, text: until === null ? `sent to ${shownName(target.name)}` : heldText(shownName(target.name), until) };
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
    reach: (_, context) => deps.reachOf(context.turn, context.chat.id),
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
