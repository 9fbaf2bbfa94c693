import type Anthropic from '@anthropic-ai/sdk';
import { type Block, type ModelRequest, missingPicture, type Pictures, type TranscriptEntry } from '#plugin-api';

type Body = Anthropic.MessageCreateParamsStreaming;
type Content = Anthropic.ContentBlockParam;
const cached = { type: 'ephemeral' } as const;

/**
 * The Messages API body of a neutral request. Cache marks end the stable prefix (tools and system) and the newest user
 * block. `origin` is the server the call goes to: signed blocks go back only to the server that signed them.
 */
export const messagesBody = (request: ModelRequest, origin: string, thinking: 'off' | 'adaptive', pictures: Pictures): Body => {
  const tools = toolsOf(request);
  return {
    model: request.model,
    max_tokens: request.maxOutputTokens,
    stream: true,
    ...(tools.length > 0 ? { tools } : {}),
    ...(request.system.trim() === '' ? {} : { system: [{ type: 'text', text: request.system, cache_control: cached }] }),
    ...(thinking === 'adaptive' ? { thinking: { type: 'adaptive' } } : {}),
    messages: markLastUserBlock(messagesOf(request.transcript, origin, pictures)),
  };
};

const toolsOf = ({ tools, system }: ModelRequest): Anthropic.Tool[] =>
  tools.map((tool, index) => ({
    name: tool.name,
    description: tool.description,
    input_schema: { ...tool.input, type: 'object' },
    // A mark on the system text covers the tools before it.
    ...(index === tools.length - 1 && system.trim() === '' ? { cache_control: cached } : {}),
  }));

interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: Content[];
}

const messagesOf = (transcript: readonly TranscriptEntry[], origin: string, pictures: Pictures): Message[] => {
  const messages: Message[] = [];
  for (const { role, blocks } of transcript) {
    const content = blocks.flatMap((block) => contentOf(block, origin, pictures));
    // The API wants the results of its calls before anything else in the message.
    if (role === 'user') content.sort((a, b) => rank(a) - rank(b));
    const last = messages.at(-1);
    if (content.length === 0) continue;
    // What is left out may leave two neighbours of one role.
    if (last?.role === role) last.content.push(...content);
    else messages.push({ role, content });
  }
  return messages;
};

const rank = (content: Content): number => (content.type === 'tool_result' ? 0 : 1);

const contentOf = (block: Block, origin: string, pictures: Pictures): Content[] => {
  switch (block.type) {
    case 'text':
      // Blank text blocks are refused by the API.
      return block.text.trim() === '' ? [] : [{ type: 'text', text: block.text }];
    case 'tool-call':
      return [{ type: 'tool_use', id: wireId(block.id), name: block.name, input: block.input }];
    case 'tool-result':
      return [{ type: 'tool_result', tool_use_id: wireId(block.id), content: block.text, is_error: block.isError }];
    case 'image': {
      const data = pictures.get(block.sha256);
      if (data === undefined) return [{ type: 'text', text: missingPicture(block.path) }];
      return [{ type: 'image', source: { type: 'base64', media_type: block.mime as Anthropic.Base64ImageSource['media_type'], data } }];
    }
    case 'opaque':
      return block.provider === 'anthropic' && block.block.origin === origin ? [block.block.content as Content] : [];
    case 'thinking':
      // Unsigned thinking is refused; its signed twin travels as an opaque block.
      return [];
  }
};

/** Call ids of other providers may hold characters that this API refuses. */
const wireId = (id: string): string => (/^[a-zA-Z0-9_-]+$/.test(id) ? id : `x_${Buffer.from(id).toString('base64url')}`);

const markLastUserBlock = (messages: Message[]): Message[] => {
  const content = messages.findLast((message) => message.role === 'user')?.content;
  const block = content?.at(-1);
  if (content && block && (block.type === 'text' || block.type === 'image' || block.type === 'tool_result'))
    content[content.length - 1] = { ...block, cache_control: cached };
  return messages;
};
