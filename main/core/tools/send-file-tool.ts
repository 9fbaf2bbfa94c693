import { z } from 'zod';
import type { Attachment } from '#contract/model/files.ts';
import { shownName } from '../base/shown-name.ts';
import { type ChatToolDeps, heldText, recipientOf } from './chat-tools.ts';
import { defineTool } from './define.ts';
import { type AgentTool, noFlows, type Resolved } from './tool.ts';

export interface SendFileDeps extends Omit<ChatToolDeps, 'post'> {
  /** Reads a file of the workspace and keeps these bytes for the call, whatever becomes of the file. */
  takeFile(o: { workspaceId: string; path: string; callId: string }, signal: AbortSignal): Promise<Resolved<Attachment>>;
  /** Stored and delivered exactly once for a call; what the posting session has met goes along. */
  postFile(o: {
    chatId: string;
    text: string;
    file: Attachment;
    callId: string;
    own: boolean;
    fromSessionId: string;
  }): Promise<string | null>;
}

/** What is asked for and sent: the file as it was when the call was made. */
interface Sending extends Attachment {
  readonly chat: string;
  /** Only when it is another one. */
  readonly workspace?: string;
  readonly chatId: string;
  readonly caption: string;
}

export const sendFileTool = (deps: SendFileDeps): AgentTool =>
  defineTool({
    name: 'send_file',
    description:
      'Send a file of the workspace into this chat (or with `chat`, a name or id, into another one, which needs approval): pictures as pictures, Ogg recordings as voice messages, everything else as a file.',
    schema: z.object({
      path: z.string().min(1).max(4096).describe('Path inside the workspace'),
      caption: z.string().max(1000).default(''),
      chat: z.string().min(1).max(100).optional(),
    }),
    addressed(input, context) {
      const recipient = recipientOf(deps, input.chat, context);
      return recipient.ok ? { ok: true, input: { ...recipient.input, path: input.path, caption: input.caption } } : recipient;
    },
    async resolve(input, context, signal): Promise<Resolved<Sending>> {
      const recipient = recipientOf(deps, input.chat, context);
      if (!recipient.ok) return recipient;
      const { callId, workspace } = context;
      const file = await deps.takeFile({ workspaceId: workspace.id, path: input.path, callId }, signal);
      return file.ok ? { ok: true, input: { ...recipient.input, ...file.input, caption: input.caption } } : file;
    },
    tier: (input: Sending, context) => (input.chatId === context.chat.id ? 'write' : 'external'),
    // The files of a workspace are its owner's.
    flows: { ...noFlows, secretSource: true },
    reach: (input: Sending, context) => deps.reachOf(context.turn, input.chatId),
    effect: 'once',
    readsFiles: true,
    async run({ chat, chatId, caption, sha256, name, mime, bytes, path }: Sending, context) {
      const target = deps.chatById(chatId);
      if (!target) return { ok: false, text: `The chat "${chat}" is gone. Nothing was sent.` };
      const until = await deps.postFile({
        chatId,
        text: caption,
        file: { sha256, name, mime, bytes, path },
        callId: context.callId,
        own: chatId === context.chat.id,
        fromSessionId: context.turn.sessionId,
      });
      const file = `${path} (${mime}, ${bytes} bytes)`;
      const there = shownName(target.name);
      return { ok: true, text: until === null ? `sent ${file} to ${there}` : `${file}: ${heldText(there, until)}` };
    },
  });
