import { randomUUID } from 'node:crypto';
import { answerFault, type JsonObject, type ModelEvent, type ModelStop, modelFault, type Usage } from '#plugin-api';

/** What is known of a call while it streams; `stop` stays null until the server said why it ended. */
export interface Progress {
  usage: Usage;
  stop: ModelStop | null;
}
export const createProgress = (): Progress => ({ usage: { in: 0, out: 0, cacheRead: 0, cacheWrite: 0 }, stop: null });

interface ToolCall {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly parts: string[];
}
interface State {
  readonly calls: ToolCall[];
  readonly reasoning: string[];
  reasoningField: string;
  refused: boolean;
}
export interface Source {
  readonly origin: string;
  readonly model: string;
}

/** Turns the chunks of chat.completions into model events, keeping `progress` up to date. Reads on to the end of the body. */
export async function* readChunks(
  events: AsyncIterable<string>,
  progress: Progress,
  source: Source,
  onStop: () => void,
): AsyncGenerator<ModelEvent> {
  const state: State = { calls: [], reasoning: [], reasoningField: 'reasoning_content', refused: false };
  try {
    for await (const data of events) {
      if (data.trim() === '[DONE]') continue;
      const chunk = parseChunk(data);
      if (isObject(chunk.usage)) progress.usage = usageOf(chunk.usage);
      const choice = listOf(chunk.choices)[0];
      if (!choice) continue;
      // Some servers send the last piece as a whole `message`.
      const delta = [choice.delta, choice.message].find(isObject) ?? {};
      yield* readDelta(delta, state);
      if (typeof choice.finish_reason !== 'string') continue;
      progress.stop = stopOf(choice.finish_reason, state);
      onStop();
    }
  } catch (thrown) {
    // What goes wrong behind the reason to stop takes nothing from the answer.
    if (progress.stop === null) throw thrown;
  }
  if (progress.stop === null) return;
  for (const { id, name, parts } of state.calls) yield { type: 'tool', id, name, inputJson: parts.join('').trim() || '{}' };
  if (state.calls.length > 0 && state.reasoning.length > 0) {
    yield { type: 'opaque', block: { ...source, field: state.reasoningField, reasoning: state.reasoning.join('') } };
  }
}

const parseChunk = (data: string): JsonObject => {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch (cause) {
    throw modelFault('not-json', 'an event of the stream is not JSON', { cause });
  }
  if (!isObject(value)) throw modelFault('not-an-api', 'an event of the stream is not an object');
  if (value.error !== undefined && value.error !== null) throw answerFault(undefined, data);
  return value;
};

function* readDelta(delta: JsonObject, state: State): Generator<ModelEvent> {
  for (const field of ['reasoning_content', 'reasoning']) {
    const thought = delta[field];
    if (typeof thought !== 'string' || thought === '') continue;
    state.reasoningField = field;
    state.reasoning.push(thought);
    yield { type: 'thinking', delta: thought };
    break;
  }
  if (typeof delta.content === 'string' && delta.content !== '') yield { type: 'text', delta: delta.content };
  if (typeof delta.refusal === 'string' && delta.refusal !== '') {
    state.refused = true;
    yield { type: 'text', delta: delta.refusal };
  }
  for (const call of listOf(delta.tool_calls)) yield* readCall(call, state);
}

function* readCall(call: JsonObject, state: State): Generator<ModelEvent> {
  const made = isObject(call.function) ? call.function : {};
  const index = typeof call.index === 'number' ? call.index : null;
  const id = typeof call.id === 'string' && call.id !== '' ? call.id : null;
  const name = typeof made.name === 'string' ? made.name : '';
  let open = openCall(state.calls, index, id, name);
  if (!open) {
    open = { index: index ?? state.calls.length, id: id ?? `call_${randomUUID()}`, name, parts: [] };
    state.calls.push(open);
    yield { type: 'tool-begin', id: open.id, name };
  }
  if (typeof made.arguments === 'string') open.parts.push(made.arguments);
  else if (isObject(made.arguments)) open.parts.push(JSON.stringify(made.arguments));
}

/** The call that a piece continues. Some servers give every parallel call index 0, or no index: then the id tells them apart. */
const openCall = (calls: readonly ToolCall[], index: number | null, id: string | null, name: string): ToolCall | undefined => {
  if (id !== null) return calls.find((call) => call.id === id);
  if (index !== null) return calls.findLast((call) => call.index === index);
  return name === '' ? calls.at(-1) : undefined;
};

const stopOf = (reason: string, state: State): ModelStop => {
  if (reason === 'length') return 'length';
  if (reason === 'content_filter' || state.refused) return 'refused';
  // Several servers say `stop` although they called tools.
  return state.calls.length > 0 ? 'tools' : 'done';
};

/** `prompt_tokens` includes what came from the cache; ours does not. */
const usageOf = (usage: JsonObject): Usage => {
  const details = isObject(usage.prompt_tokens_details) ? usage.prompt_tokens_details : {};
  const cacheRead = count(details.cached_tokens);
  return { in: Math.max(0, count(usage.prompt_tokens) - cacheRead), out: count(usage.completion_tokens), cacheRead, cacheWrite: 0 };
};
const count = (value: unknown): number => (typeof value === 'number' && value >= 0 ? Math.round(value) : 0);

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
