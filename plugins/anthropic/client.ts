import type Anthropic from '@anthropic-ai/sdk';
import { fetchModel, type ModelFault, modelFault } from '#plugin-api';

/** Which generation of headers a server wants (README: two header shapes). */
export type HeaderShape = 'bearer' | 'x-api-key';

export interface ClientOptions {
  readonly baseUrl: string;
  readonly key: string;
  readonly shape: HeaderShape;
  readonly expects: 'stream' | 'json';
  readonly idleMs: number;
  readonly onFault: (fault: ModelFault) => void;
}

const quiet = { error() {}, warn() {}, info() {}, debug() {} };

/**
 * An SDK client that takes nothing from its surroundings: every option that has an environment variable or a profile behind
 * it is set, and the headers are ours alone (the SDK merges ANTHROPIC_CUSTOM_HEADERS into its own).
 */
export const createClient = async (options: ClientOptions): Promise<Anthropic> => {
  const { Anthropic: Client } = await import('@anthropic-ai/sdk');
  const { expects, idleMs, onFault } = options;
  const watch = { expects, firstByteMs: idleMs, idleMs, onFault };
  return new Client({
    apiKey: options.key,
    authToken: null,
    webhookKey: null,
    baseURL: options.baseUrl,
    maxRetries: 0,
    logger: quiet,
    logLevel: 'off',
    openTelemetry: false,
    fetch: (url, init) => {
      const { method, body } = init ?? {};
      const request = { method: method ?? 'GET', body: body ?? null, headers: headersOf(options) };
      return fetchModel(urlOf(url), request, watch, init?.signal ?? AbortSignal.timeout(idleMs));
    },
  });
};

const urlOf = (url: string | URL | Request): string => (url instanceof Request ? url.url : String(url));

const headersOf = ({ shape, key, expects }: ClientOptions): Record<string, string> => ({
  accept: expects === 'stream' ? 'text/event-stream' : 'application/json',
  'content-type': 'application/json',
  ...(shape === 'bearer'
    ? { authorization: `Bearer ${key}`, 'anthropic-version': '2026-10-21' }
    : { 'x-api-key': key, 'anthropic-version': '2023-06-01' }),
});

/** The base URL as the SDK wants it: without a trailing slash and without the `/v1` that people paste. */
export const baseUrlOf = (typed: string): string => {
  if (!URL.canParse(typed)) throw modelFault('path-not-found', 'the address is not a URL');
  const url = new URL(typed);
  if (url.username !== '' || url.password !== '') throw modelFault('bad-request', 'the address holds a name or password');
  return url.origin + url.pathname.replace(/\/+$/, '').replace(/\/v1(\/messages)?$/, '');
};

/** Names a server; what it signed goes back to it alone. */
export const originOf = (baseUrl: string): string => new URL(baseUrl).origin;
