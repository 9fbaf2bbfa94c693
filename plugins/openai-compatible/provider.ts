import {
  type AccountRef,
  type Ctx,
  fail,
  fetchModel,
  type JsonObject,
  type ModelError,
  type ModelEvent,
  ModelFault,
  type ModelInfo,
  type ModelProvider,
  type ModelRequest,
  modelErrorOf,
  modelFault,
  ok,
  type Result,
  readPictures,
  type SecretRef,
  type Usage,
} from '#plugin-api';
import { createProgress, readChunks } from './chunks.ts';
import { type Dialect, firstDialect, nextDialect } from './dialect.ts';
import { cheapestOf, modelsOf } from './models.ts';
import { prices } from './prices.ts';
import { completionBody } from './request.ts';
import type { Settings } from './settings.ts';
import { readEventData } from './sse.ts';

export interface OpenAiParts {
  reveal(ref: SecretRef): Promise<string>;
  settings(): Promise<Settings>;
  readonly readBlob: Ctx['blobs']['get'];
  log(level: 'debug' | 'warn', text: string): void;
  /** Aborts when the plugin is disabled. */
  readonly disabled: AbortSignal;
}

interface Server {
  readonly baseUrl: string;
  readonly origin: string;
  readonly key: string | null;
  readonly settings: Settings;
}

/** How long the token counts may take after the reason to stop; also keeps the connection for the next call. */
const lingerMs = 1000;

/** One chat.completions call each time. Faults of any kind are `end` events or failed results, never exceptions. */
export const createOpenAiProvider = (parts: OpenAiParts): ModelProvider => {
  const dialects = new Map<string, Dialect>();

  async function reach(account: AccountRef): Promise<Server> {
    const baseUrl = baseUrlOf(account.baseUrl);
    return { baseUrl, origin: new URL(baseUrl).origin, key: await revealed(account.key, parts), settings: await parts.settings() };
  }

  async function call(server: Server, path: string, body: JsonObject | null, signal: AbortSignal): Promise<Response> {
    const { firstAnswerTimeoutSeconds, idleTimeoutSeconds } = server.settings;
    const headers = {
      accept: body ? 'text/event-stream' : 'application/json',
      'content-type': 'application/json',
      ...(server.key === null ? {} : { authorization: `Bearer ${server.key}` }),
    };
    const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
    const watch = {
      expects: body ? 'stream' : 'json',
      firstByteMs: firstAnswerTimeoutSeconds * 1000,
      idleMs: idleTimeoutSeconds * 1000,
    } as const;
    return fetchModel(`${server.baseUrl}${path}`, init, watch, signal);
  }

  /** A server that refuses an optional field is asked again without it; what it wants is remembered. */
  async function complete(server: Server, request: ModelRequest, signal: AbortSignal): Promise<Response> {
    const place = `${server.baseUrl} ${request.model}`;
    const pictures = await readPictures(request, parts.readBlob, signal);
    let dialect = dialects.get(place) ?? firstDialect(server.baseUrl);
    for (let tries = 0; ; tries += 1) {
      try {
        const body = completionBody(request, dialect, server.origin, pictures);
        const response = await call(server, '/chat/completions', body, signal);
        dialects.set(place, dialect);
        return response;
      } catch (thrown) {
        const next = thrown instanceof ModelFault && tries < 2 ? nextDialect(dialect, thrown.error) : null;
        if (next === null) throw thrown;
        parts.log('debug', 'the server refused an optional field; asking without it');
        dialect = next;
      }
    }
  }

  async function* stream(account: AccountRef, request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    const progress = createProgress();
    const closing = new AbortController();
    const until = AbortSignal.any([signal, parts.disabled, closing.signal]);
    let key: string | null = null;
    let error: ModelError | undefined;
    let linger: NodeJS.Timeout | undefined;
    const onStop = (): void => {
      linger ??= setTimeout(() => closing.abort(), lingerMs);
    };
    try {
      const server = await reach(account);
      key = server.key;
      const { body } = await complete(server, request, until);
      const source = { origin: server.origin, model: request.model };
      if (body) yield* readChunks(readEventData(body), progress, source, onStop);
      // The protocol's own end mark is optional in practice; the reason is not.
      if (progress.stop === null) throw modelFault('stream-cut', 'the stream ended without a finish_reason');
    } catch (thrown) {
      error = modelErrorOf(thrown, key);
    } finally {
      clearTimeout(linger);
      closing.abort();
    }
    if (error && (signal.aborted || parts.disabled.aborted)) yield { type: 'end', stop: 'aborted', usage: progress.usage };
    else if (error) yield { type: 'end', stop: 'error', usage: progress.usage, error };
    else yield { type: 'end', stop: progress.stop ?? 'done', usage: progress.usage };
  }

  async function models(account: AccountRef, signal: AbortSignal): Promise<Result<ModelInfo[]>> {
    let key: string | null = null;
    try {
      const server = await reach(account);
      key = server.key;
      const response = await call(server, '/models', null, AbortSignal.any([signal, parts.disabled]));
      return ok(modelsOf(await response.json()));
    } catch (thrown) {
      return failed(modelErrorOf(thrown, key));
    }
  }

  async function test(account: AccountRef, model: string | null, signal: AbortSignal): Promise<Result<{ model: string; usage?: Usage }>> {
    const listed = model === null ? await models(account, signal) : ok([]);
    if (!listed.ok) return listed;
    const chosen = model ?? cheapestOf(listed.value);
    if (chosen === null) return fail('model-not-found', 'the server lists no models');
    let usage: Usage | undefined;
    const transcript = [{ role: 'user' as const, blocks: [{ type: 'text' as const, text: 'Say ok.' }] }];
    // Models that think first refuse a limit of one token.
    for await (const event of stream(account, { model: chosen, system: '', tools: [], transcript, maxOutputTokens: 16 }, signal)) {
      if (event.type !== 'end') continue;
      if (event.error) return failed(event.error);
      if (event.stop === 'aborted') return fail('aborted', 'aborted by the caller');
      usage = event.usage;
    }
    return ok({ model: chosen, ...(usage ? { usage } : {}) });
  }

  return { id: 'openai', needsKey: 'optional', defaultBaseUrl: 'https://api.openai.com/v1', prices, models, test, stream };
};

const failed = (error: ModelError): Result<never> => fail(error.code, error.text, error.retryAfterMs);

/** As people paste it: with or without `/v1`, a trailing slash or the path of the call. */
const baseUrlOf = (typed: string): string => {
  if (!URL.canParse(typed)) throw modelFault('path-not-found', 'the address is not a URL');
  const url = new URL(typed);
  if (url.username !== '' || url.password !== '') throw modelFault('bad-request', 'the address holds a name or password');
  const path = url.pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
  return `${url.origin}${path === '' ? '/v1' : path}`;
};

const revealed = async (ref: SecretRef | null, parts: OpenAiParts): Promise<string | null> => {
  if (ref === null) return null;
  const key = await parts
    .reveal(ref)
    .catch((cause: unknown) => Promise.reject(modelFault('vault-locked', 'the key could not be read', { cause })));
  const trimmed = key.trim();
  // fetch would refuse such a header with an error that quotes it.
  if (!/^[\x21-\x7e]*$/.test(trimmed)) throw modelFault('key-rejected', 'the key holds characters that no key has');
  return trimmed === '' ? null : trimmed;
};
