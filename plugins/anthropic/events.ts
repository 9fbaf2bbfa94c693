import type Anthropic from '@anthropic-ai/sdk';
import type { JsonObject, ModelEvent, ModelStop, Usage } from '#plugin-api';

/** What is known of a call while it streams; true and final when `complete`. */
export interface Progress {
  usage: Usage;
  stop: ModelStop;
  complete: boolean;
}
export const createProgress = (): Progress => ({ usage: { in: 0, out: 0, cacheRead: 0, cacheWrite: 0 }, stop: 'done', complete: false });

type Wire = Anthropic.RawMessageStreamEvent;
type OpenBlock =
  | { readonly kind: 'tool'; readonly id: string; readonly name: string; readonly parts: string[]; readonly initial: unknown }
  | { readonly kind: 'thinking'; readonly parts: string[]; signature: string }
  | { readonly kind: 'verbatim'; readonly block: JsonObject }
  | { readonly kind: 'text' | 'unknown' };

/** Turns the stream of the Messages API into model events, keeping `progress` up to date. Reads on to the end of the body. */
export async function* readMessageEvents(
  events: AsyncIterable<Wire>,
  progress: Progress,
  origin: string,
  onComplete: () => void,
): AsyncGenerator<ModelEvent> {
  const open = new Map<number, OpenBlock>();
  let hasTools = false;
  for await (const event of events) {
    switch (event.type) {
      case 'message_start':
        progress.usage = mergeUsage(progress.usage, event.message.usage);
        break;
      case 'content_block_start': {
        const block = openBlock(event.content_block);
        open.set(event.index, block);
        if (block.kind === 'tool') {
          hasTools = true;
          yield { type: 'tool-begin', id: block.id, name: block.name };
        }
        if (event.content_block.type === 'text' && event.content_block.text !== '') yield { type: 'text', delta: event.content_block.text };
        break;
      }
      case 'content_block_delta':
        yield* readDelta(event.delta, open.get(event.index));
        break;
      case 'content_block_stop':
        yield* closeBlock(open.get(event.index), origin);
        open.delete(event.index);
        break;
      case 'message_delta':
        progress.usage = mergeUsage(progress.usage, event.usage);
        progress.stop = stopOf(event.delta.stop_reason, hasTools);
        break;
      case 'message_stop':
        progress.complete = true;
        onComplete();
        break;
    }
  }
}

const openBlock = (block: Anthropic.ContentBlock): OpenBlock => {
  switch (block.type) {
    case 'text':
      return { kind: 'text' };
    case 'tool_use':
      return { kind: 'tool', id: block.id, name: block.name, parts: [], initial: block.input };
    case 'thinking':
      return { kind: 'thinking', parts: block.thinking === '' ? [] : [block.thinking], signature: block.signature ?? '' };
    case 'redacted_thinking':
      return { kind: 'verbatim', block: { ...block } };
    default:
      return { kind: 'unknown' };
  }
};

function* readDelta(delta: Anthropic.RawContentBlockDelta, block: OpenBlock | undefined): Generator<ModelEvent> {
  if (delta.type === 'text_delta' && delta.text !== '') yield { type: 'text', delta: delta.text };
  if (delta.type === 'input_json_delta' && block?.kind === 'tool') block.parts.push(delta.partial_json);
  if (block?.kind !== 'thinking') return;
  if (delta.type === 'signature_delta') block.signature += delta.signature;
  if (delta.type === 'thinking_delta') {
    block.parts.push(delta.thinking);
    if (delta.thinking !== '') yield { type: 'thinking', delta: delta.thinking };
  }
}

function* closeBlock(block: OpenBlock | undefined, origin: string): Generator<ModelEvent> {
  if (block?.kind === 'tool') {
    yield { type: 'tool', id: block.id, name: block.name, inputJson: block.parts.join('') || JSON.stringify(block.initial ?? {}) };
  }
  if (block?.kind === 'verbatim') yield { type: 'opaque', block: { origin, content: block.block } };
  // Servers without signatures exist; what they think cannot be given back.
  if (block?.kind === 'thinking' && block.signature !== '') {
    yield { type: 'opaque', block: { origin, content: { type: 'thinking', thinking: block.parts.join(''), signature: block.signature } } };
  }
}

const stopOf = (reason: string | null, hasTools: boolean): ModelStop => {
  if (reason === 'max_tokens' || reason === 'model_context_window_exceeded') return 'length';
  if (reason === 'refusal') return 'refused';
  return reason === 'tool_use' || hasTools ? 'tools' : 'done';
};

type WireUsage = Partial<
  Record<'input_tokens' | 'output_tokens' | 'cache_read_input_tokens' | 'cache_creation_input_tokens', number | null>
>;

/** Counts in later events are cumulative and replace earlier ones. */
const mergeUsage = (usage: Usage, wire: WireUsage | undefined): Usage => ({
  in: count(wire?.input_tokens, usage.in),
  out: count(wire?.output_tokens, usage.out),
  cacheRead: count(wire?.cache_read_input_tokens, usage.cacheRead),
  cacheWrite: count(wire?.cache_creation_input_tokens, usage.cacheWrite),
});
const count = (value: unknown, otherwise: number): number => (typeof value === 'number' && value >= 0 ? Math.round(value) : otherwise);
