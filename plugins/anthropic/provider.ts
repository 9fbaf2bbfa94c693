import {
  type AccountRef,
  answerFault,
  type Ctx,
  fail,
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
import { type Call, createAttempt } from './attempt.ts';
import { baseUrlOf, originOf } from './client.ts';
import { createProgress, readMessageEvents } from './events.ts';
import { listModels } from './models.ts';
import { prices } from './prices.ts';
import { messagesBody } from './request.ts';
import type { Settings } from './settings.ts';

export interface AnthropicParts {
  reveal(ref: SecretRef): Promise<string>;
  settings(): Promise<Settings>;
  readonly readBlob: Ctx['blobs']['get'];
  log(level: 'debug' | 'warn', text: string): void;
  /** Aborts when the plugin is disabled. */
  readonly disabled: AbortSignal;
}

/** A complete answer's connection is kept for the next call when the server ends the body within this time. */
const lingerMs = 1000;

/** One call to the Messages API each time. Faults of any kind are `end` events or failed results, never exceptions. */
export const createAnthropicProvider = (parts: AnthropicParts): ModelProvider => {
  const attempt = createAttempt((text) => parts.log('debug', text));

  async function prepare(account: AccountRef, expects: Call['expects'], settings: Settings): Promise<Call> {
    const key = await revealed(account.key, parts);
    return { baseUrl: baseUrlOf(account.baseUrl), key, expects, idleMs: settings.idleTimeoutSeconds * 1000, fault: undefined };
  }

  async function* stream(account: AccountRef, request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    const progress = createProgress();
    const closing = new AbortController();
    const until = AbortSignal.any([signal, parts.disabled, closing.signal]);
    let call: Call | undefined;
    let error: ModelError | undefined;
    let linger: NodeJS.Timeout | undefined;
    const onComplete = (): void => {
      linger = setTimeout(() => closing.abort(), lingerMs);
    };
    try {
      const settings = await parts.settings();
      call = await prepare(account, 'stream', settings);
      const origin = originOf(call.baseUrl);
      const pictures = await readPictures(request, parts.readBlob, until);
      const body = messagesBody(request, origin, settings.thinking, pictures);
      const events = await attempt(call, (client) => client.messages.create(body, { signal: until }));
      yield* readMessageEvents(events, progress, origin, onComplete);
      if (!progress.complete) throw modelFault('stream-cut', 'the stream ended without message_stop');
    } catch (thrown) {
      if (!progress.complete) error = errorOf(thrown, call);
    } finally {
      clearTimeout(linger);
      closing.abort();
    }
    if (error && (signal.aborted || parts.disabled.aborted)) yield { type: 'end', stop: 'aborted', usage: progress.usage };
    else if (error) yield { type: 'end', stop: 'error', usage: progress.usage, error };
    else yield { type: 'end', stop: progress.stop, usage: progress.usage };
  }

  async function models(account: AccountRef, signal: AbortSignal): Promise<Result<ModelInfo[]>> {
    const until = AbortSignal.any([signal, parts.disabled]);
    let call: Call | undefined;
    try {
      call = await prepare(account, 'json', await parts.settings());
      return ok(await attempt(call, (client) => listModels(client, until)));
    } catch (thrown) {
      return failed(errorOf(thrown, call));
    }
  }

  async function test(account: AccountRef, model: string | null, signal: AbortSignal): Promise<Result<{ model: string; usage?: Usage }>> {
    const chosen = model === null ? await cheapest(account, signal) : ok(model);
    if (!chosen.ok) return chosen;
    let usage: Usage | undefined;
    const transcript = [{ role: 'user' as const, blocks: [{ type: 'text' as const, text: 'Say ok.' }] }];
    for await (const event of stream(account, { model: chosen.value, system: '', tools: [], transcript, maxOutputTokens: 1 }, signal)) {
      if (event.type !== 'end') continue;
      if (event.error) return failed(event.error);
      if (event.stop === 'aborted') return fail('aborted', 'aborted by the caller');
      usage = event.usage;
    }
    return ok({ model: chosen.value, ...(usage ? { usage } : {}) });
  }

  async function cheapest(account: AccountRef, signal: AbortSignal): Promise<Result<string>> {
    const listed = await models(account, signal);
    if (!listed.ok) return listed;
    const found = listed.value.find(({ id }) => id.includes('haiku')) ?? listed.value[0];
    return found ? ok(found.id) : fail('model-not-found', 'the server lists no models');
  }

  return { id: 'anthropic', needsKey: 'yes', defaultBaseUrl: 'https://api.anthropic.com', prices, models, test, stream };
};

const failed = (error: ModelError): Result<never> => fail(error.code, error.text, error.retryAfterMs);

const revealed = async (ref: SecretRef | null, parts: AnthropicParts): Promise<string> => {
  if (ref === null) throw modelFault('key-rejected', 'the account has no key');
  const key = await parts
    .reveal(ref)
    .catch((cause: unknown) => Promise.reject(modelFault('vault-locked', 'the key could not be read', { cause })));
  const trimmed = key.trim();
  // fetch would refuse such a header with an error that quotes it.
  if (!/^[\x21-\x7e]+$/.test(trimmed)) throw modelFault('key-rejected', 'the key holds characters that no key has');
  return trimmed;
};

/** The fault of the connection when there was one, else what the SDK found in a stream that arrived intact. */
const errorOf = (thrown: unknown, call: Call | undefined): ModelError => modelErrorOf(call?.fault ?? translated(thrown), call?.key ?? null);

const translated = (thrown: unknown): unknown => {
  if (thrown instanceof ModelFault) return thrown;
  if (thrown instanceof SyntaxError) return modelFault('not-json', 'an event of the stream is not JSON', { cause: thrown });
  if (thrown instanceof TypeError)
    return modelFault('not-an-api', `an event of the stream is not as agreed: ${thrown.message}`, { cause: thrown });
  const isErrorEvent = thrown instanceof Error && 'error' in thrown && typeof thrown.error === 'object' && thrown.error !== null;
  return isErrorEvent ? answerFault(undefined, JSON.stringify(thrown.error)) : thrown;
};
