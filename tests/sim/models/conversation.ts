import type { Json, SimRequest } from './actions.ts';
import { listOf } from './validate.ts';

/** What a scripted assistant needs of a request, whichever API it came by. */
export interface Conversation {
  readonly lastUserText: string;
  /** Outputs of the tools called last, when the request brings them. */
  readonly results: readonly string[];
  readonly tools: readonly { readonly name: string; readonly inputNames: readonly string[] }[];
}

export const readConversation = ({ api, body }: SimRequest): Conversation => {
  const messages = listOf(body.messages);
  const lastUser = messages.findLast((message) => message.role === 'user' && textOf(message) !== '');
  const trailing = messages.slice(messages.findLastIndex((message) => message.role === 'assistant') + 1);
  return {
    lastUserText: lastUser ? textOf(lastUser) : '',
    results: trailing.flatMap(api === 'anthropic' ? anthropicResults : openAiResults),
    tools: toolsOf(body),
  };
};

const textOf = ({ content }: Json): string =>
  typeof content === 'string'
    ? content
    : listOf(content)
        .flatMap((block) => (block.type === 'text' ? [String(block.text)] : []))
        .join('\n');

const anthropicResults = (message: Json): string[] =>
  listOf(message.content).flatMap((block) => (block.type === 'tool_result' ? [textOf({ content: block.content })] : []));

const openAiResults = (message: Json): string[] => (message.role === 'tool' ? [textOf(message)] : []);

const toolsOf = (body: Json): Conversation['tools'] =>
  listOf(body.tools).map((tool) => {
    const made = (tool.function ?? tool) as Json;
    const schema = (made.parameters ?? made.input_schema ?? {}) as Json;
    const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
    return { name: String(made.name), inputNames: [...required, ...Object.keys((schema.properties ?? {}) as Json)] };
  });
