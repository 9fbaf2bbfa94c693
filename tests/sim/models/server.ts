import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Action, Json, Script, SimRequest } from './actions.ts';
import { createAnthropicWire } from './anthropic-wire.ts';
import { createOpenAiWire } from './openai-wire.ts';
import { play, tokensOf } from './play.ts';
import { createSseWriter } from './sse-writer.ts';
import { type Refusal, refusalOf, type SimAuth } from './validate.ts';

/** A request with what became of it. */
export interface RecordedRequest extends SimRequest {
  /** True when the client went away before the answer was complete. */
  readonly aborted: boolean;
  /** Resolves when the connection of this request is over, with `aborted`. */
  readonly closed: Promise<boolean>;
}
export interface ModelSim {
  /** Without a path: what an Anthropic account wants. OpenAI accounts add `/v1`. */
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  /** Sets what the next calls are answered with. */
  script(script: Script): void;
  /** Sets what `GET /v1/models` answers instead of the usual list. */
  scriptModels(script: Script | null): void;
  /** Resolves with request number `n` (from 1) as soon as it has arrived. */
  arrival(n: number): Promise<RecordedRequest>;
  /** Sockets that are open now, with or without a request on them. */
  sockets(): Promise<number>;
  close(): Promise<void>;
}
export interface ModelSimOptions {
  readonly port?: number;
  readonly models?: readonly string[];
  readonly auth?: SimAuth | null;
  /** Ignores `stream_options`, as some servers do. */
  readonly withoutUsage?: boolean;
  readonly tls?: { readonly key: string; readonly cert: string };
}

const hello: Script = () => [{ do: 'text', text: 'Hello from the simulated model.' }];

/** One server on 127.0.0.1 that speaks the Anthropic Messages API and OpenAI's chat.completions, byte for byte. */
export const startModelSim = async (options: ModelSimOptions = {}): Promise<ModelSim> => {
  const requests: RecordedRequest[] = [];
  const waiting: { n: number; resolve(request: RecordedRequest): void }[] = [];
  let script = hello;
  let modelsScript: Script | null = null;

  const record = (request: SimRequest, response: ServerResponse): RecordedRequest => {
    const closed = new Promise<boolean>((resolve) => response.once('close', () => resolve(!response.writableFinished)));
    const recorded = { ...request, aborted: false, closed };
    void closed.then((aborted) => {
      recorded.aborted = aborted;
    });
    requests.push(recorded);
    for (const waiter of waiting.filter(({ n }) => n === recorded.n)) waiter.resolve(recorded);
    return recorded;
  };

  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    incoming.socket.setNoDelay(true);
    const request = record(await readRequest(incoming, requests.length + 1), response);
    const actions = answerTo(request);
    const writer = createSseWriter(response);
    const inputTokens = tokensOf(JSON.stringify(request.body));
    const model = String(request.body.model ?? '');
    const sendsUsage = options.withoutUsage !== true && 'stream_options' in request.body;
    const wire =
      request.api === 'anthropic'
        ? createAnthropicWire(writer, model, request.n, inputTokens)
        : createOpenAiWire(writer, model, request.n, sendsUsage);
    await play(actions, { response, writer, wire, inputTokens, closed: request.closed.then(() => undefined) });
  };

  const answerTo = (request: RecordedRequest): Iterable<Action> | AsyncIterable<Action> => {
    const refusal = refusalOf(request, options.auth ?? null);
    if (refusal) return refuse(request, refusal);
    if (request.method === 'GET' && request.path === '/v1/models')
      return modelsScript?.(request) ?? [listModels(request, options.models ?? ['sim-large', 'sim-haiku'])];
    const isCall = request.method === 'POST' && (request.path === '/v1/messages' || request.path === '/v1/chat/completions');
    return isCall
      ? script(request)
      : [{ do: 'answer', status: 404, body: '404 page not found', headers: { 'content-type': 'text/plain' } }];
  };

  const listener: RequestListener = (incoming, response) => {
    answer(incoming, response).catch((error: unknown) => {
      // A failing script is a bug of the test; the client must not wait for it.
      response.destroy(error instanceof Error ? error : undefined);
      console.error('model simulator:', error);
    });
  };
  const server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener);
  await listen(server, options.port ?? 0);
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    script: (next) => {
      script = next;
    },
    scriptModels: (next) => {
      modelsScript = next;
    },
    arrival: (n) => {
      const arrived = requests[n - 1];
      return arrived ? Promise.resolve(arrived) : new Promise((resolve) => waiting.push({ n, resolve }));
    },
    sockets: () => new Promise((resolve, reject) => server.getConnections((error, n) => (error ? reject(error) : resolve(n)))),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });

const readRequest = async (incoming: IncomingMessage, n: number): Promise<SimRequest> => {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  const path = (incoming.url ?? '/').split('?')[0] ?? '/';
  const api = path === '/v1/messages' || 'anthropic-version' in headers ? 'anthropic' : 'openai';
  return {
    n,
    api,
    method: incoming.method ?? 'GET',
    path,
    clientPort: incoming.socket.remotePort ?? 0,
    headers,
    body: parseBody(Buffer.concat(parts).toString()),
  };
};

const parseBody = (text: string): Json => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // A request without a JSON body is recorded as {}.
    return {};
  }
};

const refuse = ({ api }: SimRequest, { status, type, message }: Refusal): Action[] => [
  {
    do: 'answer',
    status,
    body:
      api === 'anthropic' ? { type: 'error', error: { type, message } } : { error: { message, type: 'invalid_request_error', code: type } },
  },
];

const listModels = ({ api }: SimRequest, ids: readonly string[]): Action => ({
  do: 'answer',
  status: 200,
  body:
    api === 'anthropic'
      ? {
          data: ids.map((id) => ({
            type: 'model',
            id,
            display_name: id.toUpperCase(),
            lifecycle: 'active',
            max_input_tokens: 200_000,
            capabilities: { image_input: { supported: true } },
          })),
          has_more: false,
          first_id: ids[0] ?? null,
          last_id: ids.at(-1) ?? null,
        }
      : { object: 'list', data: ids.map((id) => ({ id, object: 'model', created: 0, owned_by: 'sim', context_length: 32_000 })) },
});
