import type { Wire } from './actions.ts';
import type { SseWriter } from './sse-writer.ts';

/** The event stream of the Anthropic Messages API. */
export const createAnthropicWire = (writer: SseWriter, model: string, n: number, inputTokens: number): Wire => {
  let index = -1;
  let open: 'text' | 'thinking' | 'tool' | null = null;
  let usedTool = false;
  const send = (type: string, rest: object): Promise<void> => writer.event(type, { type, ...rest });
  const close = async (): Promise<void> => {
    if (open) await send('content_block_stop', { index });
    open = null;
  };
  const start = async (kind: 'text' | 'thinking' | 'tool', block: object): Promise<void> => {
    await close();
    index += 1;
    open = kind;
    await send('content_block_start', { index, content_block: block });
  };
  const delta = (type: string, rest: object): Promise<void> => send('content_block_delta', { index, delta: { type, ...rest } });
  return {
    async begin() {
      const usage = { input_tokens: inputTokens, output_tokens: 1, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
      const message = {
        id: `msg_${n}`,
        type: 'message',
        role: 'assistant',
        model,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage,
      };
      await send('message_start', { message });
      await send('ping', {});
    },
    async text(text) {
      if (open !== 'text') await start('text', { type: 'text', text: '' });
      await delta('text_delta', { text });
    },
    async thinking(text, signature) {
      await start('thinking', { type: 'thinking', thinking: '', signature: '' });
      await delta('thinking_delta', { thinking: text });
      if (signature !== '') await delta('signature_delta', { signature });
      await close();
    },
    async redacted(data) {
      await start('thinking', { type: 'redacted_thinking', data });
      await close();
    },
    async toolBegin(id, name) {
      usedTool = true;
      await start('tool', { type: 'tool_use', id, name, input: {}, caller: { type: 'direct' } });
      await delta('input_json_delta', { partial_json: '' });
    },
    toolInput: (piece) => delta('input_json_delta', { partial_json: piece }),
    errorEvent: (type, message) => writer.event('error', { type: 'error', error: { type, message } }),
    async finish(reason, usage) {
      await close();
      const counts = {
        input_tokens: usage.in,
        output_tokens: usage.out,
        cache_read_input_tokens: usage.cacheRead,
        cache_creation_input_tokens: usage.cacheWrite,
      };
      const why = reason === undefined ? (usedTool ? 'tool_use' : 'end_turn') : reason;
      await send('message_delta', { delta: { stop_reason: why, stop_sequence: null }, usage: counts });
      await send('message_stop', {});
    },
  };
};
