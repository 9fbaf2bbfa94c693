import type { Wire } from './actions.ts';
import type { SseWriter } from './sse-writer.ts';

/** The chunk stream of OpenAI's chat.completions. */
export const createOpenAiWire = (writer: SseWriter, model: string, n: number, sendsUsage: boolean): Wire => {
  let calls = 0;
  const chunk = (rest: object): Promise<void> =>
    writer.data({ id: `chatcmpl-${n}`, object: 'chat.completion.chunk', created: 0, model, ...rest });
  const delta = (value: object): Promise<void> => chunk({ choices: [{ index: 0, delta: value, finish_reason: null }] });
  const call = (value: object): Promise<void> => delta({ tool_calls: [{ index: calls - 1, ...value }] });
  return {
    begin: () => delta({ role: 'assistant', content: '' }),
    text: (text) => delta({ content: text }),
    thinking: (text) => delta({ reasoning_content: text }),
    redacted: async () => {},
    async toolBegin(id, name) {
      calls += 1;
      await call({ id, type: 'function', function: { name, arguments: '' } });
    },
    toolInput: (piece) => call({ function: { arguments: piece } }),
    errorEvent: (type, message) => writer.data({ error: { type, message } }),
    async finish(reason, usage) {
      const why = reason === undefined ? (calls > 0 ? 'tool_calls' : 'stop') : reason;
      await chunk({ choices: [{ index: 0, delta: {}, finish_reason: why }] });
      if (sendsUsage) {
        const prompt = usage.in + usage.cacheRead;
        const counts = { prompt_tokens: prompt, completion_tokens: usage.out, total_tokens: prompt + usage.out };
        await chunk({ choices: [], usage: { ...counts, prompt_tokens_details: { cached_tokens: usage.cacheRead } } });
      }
      await writer.raw('data: [DONE]\n\n');
    },
  };
};
