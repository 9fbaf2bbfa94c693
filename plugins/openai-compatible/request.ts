import { type Block, type JsonObject, type ModelRequest, missingPicture, type Pictures, type TranscriptEntry } from '#plugin-api';
import type { Dialect } from './dialect.ts';

/** The chat.completions body of a neutral request. `origin` and the model decide which reasoning may be given back. */
export const completionBody = (request: ModelRequest, dialect: Dialect, origin: string, pictures: Pictures): JsonObject => ({
  model: request.model,
  stream: true,
  ...(dialect.streamUsage ? { stream_options: { include_usage: true } } : {}),
  [dialect.limit]: request.maxOutputTokens,
  messages: [
    ...(request.system.trim() === '' ? [] : [{ role: 'system', content: request.system }]),
    ...request.transcript.flatMap((entry) =>
      entry.role === 'user' ? userMessages(entry, pictures) : assistantMessages(entry, origin, request.model),
    ),
  ],
  ...(request.tools.length > 0 ? { tools: request.tools.map(toolOf) } : {}),
});

const toolOf = ({ name, description, input }: ModelRequest['tools'][number]): JsonObject => ({
  type: 'function',
  function: { name, description, parameters: input },
});

const textOf = (blocks: readonly Block[]): string => blocks.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n\n');

/** Results go first: the protocol wants them right behind the message with their calls. */
const userMessages = ({ blocks }: TranscriptEntry, pictures: Pictures): JsonObject[] => {
  const results = blocks.flatMap((block) => (block.type === 'tool-result' ? [block] : []));
  const said = blocks.some(({ type }) => type === 'image') ? partsOf(blocks, pictures) : textOf(blocks);
  return [
    ...results.map(({ id, text: result, isError }) => ({ role: 'tool', tool_call_id: id, content: isError ? `Error: ${result}` : result })),
    ...(said.length === 0 || (typeof said === 'string' && said.trim() === '') ? [] : [{ role: 'user', content: said }]),
  ];
};

// A list only where there is a picture: some servers take nothing but text.
const partsOf = (blocks: readonly Block[], pictures: Pictures): JsonObject[] =>
  blocks.flatMap((block): JsonObject[] => {
    if (block.type === 'text') return block.text.trim() === '' ? [] : [{ type: 'text', text: block.text }];
    if (block.type !== 'image') return [];
    const data = pictures.get(block.sha256);
    return data === undefined
      ? [{ type: 'text', text: missingPicture(block.path) }]
      : [{ type: 'image_url', image_url: { url: `data:${block.mime};base64,${data}` } }];
  });

const assistantMessages = ({ blocks }: TranscriptEntry, origin: string, model: string): JsonObject[] => {
  const text = textOf(blocks);
  const calls = blocks.flatMap((block) =>
    block.type === 'tool-call'
      ? [{ id: block.id, type: 'function', function: { name: block.name, arguments: JSON.stringify(block.input) } }]
      : [],
  );
  if (text.trim() === '' && calls.length === 0) return [];
  if (calls.length === 0) return [{ role: 'assistant', content: text }];
  return [{ role: 'assistant', content: text === '' ? null : text, ...reasoningOf(blocks, origin, model), tool_calls: calls }];
};

/** Reasoning goes back only with the calls it led to, to the server and model that made it; others refuse the field. */
const reasoningOf = (blocks: readonly Block[], origin: string, model: string): JsonObject => {
  const own = blocks.find(
    (block) => block.type === 'opaque' && block.provider === 'openai' && block.block.origin === origin && block.block.model === model,
  );
  if (own?.type !== 'opaque') return {};
  return { [String(own.block.field)]: own.block.reasoning };
};
