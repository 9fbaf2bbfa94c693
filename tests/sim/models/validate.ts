import type { Json, SimRequest } from './actions.ts';

export interface SimAuth {
  readonly key: string;
  readonly shape: 'bearer' | 'x-api-key' | 'any';
}
export interface Refusal {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

/** What the real servers refuse, as far as it was measured; null when the request is fine. */
export const refusalOf = (request: SimRequest, auth: SimAuth | null): Refusal | null =>
  (auth ? authRefusal(request, auth) : null) ??
  (request.method !== 'POST' ? null : request.api === 'anthropic' ? anthropicRefusal(request) : openAiRefusal(request.body));

const authRefusal = ({ headers, api }: SimRequest, { key, shape }: SimAuth): Refusal | null => {
  const bearer = headers.authorization === `Bearer ${key}`;
  const isRight = { bearer, 'x-api-key': headers['x-api-key'] === key, any: bearer || headers['x-api-key'] === key }[shape];
  if (isRight) return null;
  const type = api === 'anthropic' ? 'authentication_error' : 'invalid_api_key';
  // Real servers quote part of what they were sent.
  return { status: 401, type, message: `Incorrect key: ${(headers.authorization ?? headers['x-api-key'] ?? 'none').slice(0, 200)}` };
};

const bad = (message: string): Refusal => ({ status: 400, type: 'invalid_request_error', message });

const anthropicRefusal = ({ headers, body }: SimRequest): Refusal | null => {
  const version = headers['anthropic-version'];
  if (version !== '2026-10-21' && version !== '2023-06-01') return bad('anthropic-version: header is required');
  if (typeof body.max_tokens !== 'number') return bad('max_tokens: Field required');
  if (version === '2026-10-21') {
    const removed = ['temperature', 'top_p', 'top_k'].find((name) => name in body);
    if (removed) return bad(`${removed}: Extra inputs are not permitted`);
  }
  const messages = listOf(body.messages);
  if (messages.length === 0) return bad('messages: at least one message is required');
  if (messages[0]?.role !== 'user') return bad('messages: first message must use the "user" role');
  return messages.map((message, at) => messageRefusal(message, messages[at - 1])).find((refusal) => refusal !== null) ?? cacheRefusal(body);
};

const messageRefusal = (message: Json, before: Json | undefined): Refusal | null => {
  if (before && before.role === message.role) return bad('messages: roles must alternate');
  const blocks = listOf(message.content);
  if (typeof message.content !== 'string' && blocks.length === 0) return bad('messages: content must be non-empty');
  if (blocks.some((block) => block.type === 'text' && String(block.text).trim() === ''))
    return bad('messages: text content blocks must be non-empty');
  if (blocks.some((block) => block.type === 'image' && (message.role !== 'user' || !isPicture(block.source as Json))))
    return bad('messages: image.source: Input should be a valid base64 image');
  if (blocks.some((block) => block.type === 'thinking' && !block.signature)) return bad('messages: thinking.signature: Field required');
  const results = blocks.flatMap((block) => (block.type === 'tool_result' ? [block.tool_use_id] : []));
  const calls = listOf(before?.content).flatMap((block) => (block.type === 'tool_use' ? [block.id] : []));
  if (results.some((id) => !calls.includes(id))) return bad('messages: unexpected `tool_use_id` found in `tool_result` blocks');
  if (calls.some((id) => !results.includes(id)))
    return bad('messages: `tool_use` ids were found without `tool_result` blocks immediately after');
  return blocks.slice(0, results.length).some((block) => block.type !== 'tool_result')
    ? bad('messages: `tool_result` blocks must come first')
    : null;
};

const mediaTypes = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];
const isBase64 = (data: unknown): boolean =>
  typeof data === 'string' && data !== '' && Buffer.from(data, 'base64').toString('base64') === data;
const isPicture = (source: Json | undefined): boolean =>
  source?.type === 'base64' && mediaTypes.includes(String(source.media_type)) && isBase64(source.data);

const cacheRefusal = (body: Json): Refusal | null =>
  JSON.stringify(body).split('"cache_control"').length - 1 > 4 ? bad('A maximum of 4 blocks with cache_control may be provided.') : null;

const openAiRefusal = (body: Json): Refusal | null => {
  if (typeof body.model !== 'string') return bad('you must provide a model parameter');
  const messages = listOf(body.messages);
  if (messages.length === 0) return bad("[] is too short - 'messages'");
  const waiting = new Set<unknown>();
  for (const message of messages) {
    if (message.role === 'tool') {
      if (!waiting.delete(message.tool_call_id))
        return bad("messages with role 'tool' must be a response to a preceding message with 'tool_calls'");
      continue;
    }
    const urls = listOf(message.content).flatMap((part) =>
      part.type === 'image_url' ? [String((part.image_url as Json | undefined)?.url)] : [],
    );
    const parts = urls.map((url) => /^data:([^;,]+);base64,(.*)$/s.exec(url));
    if (parts.some((found) => !found || !mediaTypes.includes(found[1] ?? '') || !isBase64(found[2])))
      return bad('Invalid image_url: expected a valid data URL');
    if (waiting.size > 0)
      return bad("An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'");
    for (const call of listOf(message.tool_calls)) waiting.add(call.id);
  }
  return null;
};

/** The objects of a JSON list; [] for anything else. */
export const listOf = (value: unknown): Json[] =>
  Array.isArray(value) ? value.filter((entry): entry is Json => typeof entry === 'object' && entry !== null) : [];
