import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Action, SimUsage, Wire } from './actions.ts';
import type { SseWriter } from './sse-writer.ts';

export interface Stage {
  readonly response: ServerResponse;
  readonly writer: SseWriter;
  readonly wire: Wire;
  /** Resolves when the connection is over, however it ended. */
  readonly closed: Promise<void>;
  readonly inputTokens: number;
}

/** Plays one answer: each action in order, then the closing events unless an action took care of the end. */
export const play = async (actions: Iterable<Action> | AsyncIterable<Action>, stage: Stage): Promise<void> => {
  const run: Run = { stage, usage: { in: stage.inputTokens, out: 0, cacheRead: 0, cacheWrite: 0 }, stop: undefined, calls: 0 };
  for await (const action of actions) {
    const goesOn = await act(action, run);
    if (!goesOn || stage.response.destroyed) return;
  }
  await begin(run);
  await stage.wire.finish(run.stop, run.usage);
  stage.response.end();
};

interface Run {
  readonly stage: Stage;
  usage: Required<SimUsage>;
  stop: string | null | undefined;
  calls: number;
}

const begin = async ({ stage }: Run): Promise<void> => {
  if (stage.response.headersSent) return;
  stage.response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  stage.response.flushHeaders();
  await stage.wire.begin();
};

/** False when nothing may follow. */
const act = async (action: Action, run: Run): Promise<boolean> => {
  const { response, writer, wire, closed } = run.stage;
  if (action.do === 'answer') return answer(action, response);
  if (action.do === 'hang') return closed.then(() => false);
  if (action.do === 'wait') return Promise.race([action.gate, closed]).then(() => true);
  if (action.do === 'split') writer.split(action.bytes);
  if (action.do === 'usage') run.usage = { ...run.usage, ...action.usage };
  if (action.do === 'stop') run.stop = action.reason;
  if (action.do === 'split' || action.do === 'usage' || action.do === 'stop') return true;
  await begin(run);
  switch (action.do) {
    case 'begin':
      return true;
    case 'text':
      run.usage = { ...run.usage, out: run.usage.out + tokensOf(action.text) };
      await wire.text(action.text);
      return true;
    case 'thinking':
      await wire.thinking(action.text, action.signature ?? '');
      return true;
    case 'redacted':
      await wire.redacted(action.data);
      return true;
    case 'tool':
      await callTool(action, run);
      return true;
    case 'drip':
      for (const character of action.text) {
        await wire.text(character);
        await Promise.race([delay(action.everyMs), closed]);
      }
      return true;
    case 'raw':
      await writer.raw(action.bytes);
      return true;
    case 'error-event':
      await wire.errorEvent(action.type, action.message);
      break;
    case 'broken-json':
      await writer.raw('event: content_block_delta\ndata: {"type": "content_block_delta", "index": 0, "del\n\n');
      break;
    case 'stall':
      await closed;
      return false;
    case 'cut':
      response.socket?.destroy();
      return false;
    case 'hold':
      await wire.finish(run.stop, run.usage);
      await closed;
      return false;
    case 'end-early':
      break;
  }
  response.end();
  return false;
};

const answer = (action: Extract<Action, { do: 'answer' }>, response: ServerResponse): boolean => {
  const isText = typeof action.body === 'string';
  const type = isText && action.body.trimStart().startsWith('<') ? 'text/html; charset=utf-8' : 'application/json';
  response.writeHead(action.status, { 'content-type': type, ...action.headers });
  response.end(isText ? action.body : JSON.stringify(action.body ?? {}));
  return false;
};

const callTool = async (action: Extract<Action, { do: 'tool' }>, run: Run): Promise<void> => {
  const { wire, closed } = run.stage;
  run.calls += 1;
  await wire.toolBegin(action.id ?? `call_${run.calls}_${Math.random().toString(36).slice(2, 10)}`, action.name);
  if (action.gate) await Promise.race([action.gate, closed]);
  for (const piece of action.pieces ?? halves(JSON.stringify(action.input ?? {}))) await wire.toolInput(piece);
};

const halves = (text: string): string[] => [text.slice(0, text.length / 2), text.slice(text.length / 2)];

/** The simulator's idea of a token. */
export const tokensOf = (text: string): number => Math.ceil(text.length / 4);
