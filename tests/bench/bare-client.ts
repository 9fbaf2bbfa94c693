import type { SentRequest } from './model.ts';

// Set by fetch itself.
const notOurs = new Set(['host', 'connection', 'content-length', 'accept-encoding', 'transfer-encoding']);

/**
 * The peer: the least a program can do. Sends a request that the host sent before and reads the stream. Resolves with the
 * milliseconds until the first text, or until the end when the answer has none (a tool call).
 */
export const bareCall = async (modelUrl: string, { path, headers, body }: SentRequest): Promise<number> => {
  const own = Object.fromEntries(Object.entries(headers).filter(([name]) => !notOurs.has(name)));
  const began = performance.now();
  const response = await fetch(`${modelUrl}${path}`, { method: 'POST', headers: own, body: JSON.stringify(body) });
  if (!response.ok || !response.body) throw new Error(`the model server said ${response.status}`);
  const decoder = new TextDecoder();
  let firstTextMs: number | null = null;
  let rest = '';
  for await (const bytes of response.body) {
    rest += decoder.decode(bytes, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (firstTextMs === null && hasText(line)) firstTextMs = performance.now() - began;
  }
  return firstTextMs ?? performance.now() - began;
};

const hasText = (line: string): boolean => {
  if (!line.startsWith('data: {')) return false;
  const event = JSON.parse(line.slice(6)) as { delta?: { text?: string }; choices?: { delta?: { content?: string } }[] };
  return !!event.delta?.text || !!event.choices?.[0]?.delta?.content;
};
