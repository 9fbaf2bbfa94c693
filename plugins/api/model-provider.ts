import type { PricedModel } from '../../main/contract/model/price.ts';
import type { JsonObject, ModelRequest, Usage } from '../../main/contract/model/transcript.ts';
import type { Result, SecretRef } from './values.ts';

/** A model vendor or protocol. One call each time: never retries, never reads the environment, must not throw. */
export interface ModelProvider {
  readonly id: string;
  /** True for rules instead of a model: every answer is labelled "no AI". */
  readonly noAi?: boolean;
  /** Whether an account of this provider needs a key. */
  readonly needsKey: 'yes' | 'optional' | 'no';
  readonly defaultBaseUrl: string;
  /** List prices of its own servers, with their date and source; a model that is missing has no known price. */
  readonly prices?: readonly PricedModel[];
  models(account: AccountRef, signal: AbortSignal): Promise<Result<ModelInfo[]>>;
  /** The cheapest real call that proves address, key and model; `usage` is what the server counted for it. */
  test(account: AccountRef, model: string | null, signal: AbortSignal): Promise<Result<{ model: string; usage?: Usage }>>;
  /** Ends with exactly one `end` event, also on abort and on every fault. */
  stream(account: AccountRef, request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
}
export interface ModelInfo {
  readonly id: string;
  readonly name: string;
  /** Tokens that fit into one request; 0 when the server does not say. */
  readonly contextTokens: number;
  readonly images: boolean;
}
export interface AccountRef {
  readonly accountId: string;
  readonly baseUrl: string;
  readonly key: SecretRef | null;
}
export type ModelStop = 'done' | 'tools' | 'length' | 'refused' | 'error' | 'aborted';
export type ModelEvent =
  | { readonly type: 'text' | 'thinking'; readonly delta: string }
  /** As soon as a tool call begins to stream, before its input is complete. */
  | { readonly type: 'tool-begin'; readonly id: string; readonly name: string }
  | { readonly type: 'tool'; readonly id: string; readonly name: string; readonly inputJson: string }
  | { readonly type: 'opaque'; readonly block: JsonObject }
  | { readonly type: 'end'; readonly stop: ModelStop; readonly usage: Usage; readonly error?: ModelError };
export interface ModelError {
  readonly code: ModelErrorCode;
  /** For logs; may quote the server. Secrets are redacted by the host. */
  readonly text: string;
  readonly status?: number;
  readonly retryAfterMs?: number;
  /** Whether the same call may be tried again on the same account. */
  readonly retryable: boolean;
}
/** Each has its own sentence and next click. */
export const modelErrorCodes = [
  'dns',
  'refused',
  'tls',
  'key-rejected',
  'payment',
  'model-forbidden',
  'model-not-found',
  'path-not-found',
  'rate-limited',
  'server-error',
  'not-an-api',
  'no-answer',
  'not-json',
  'too-large',
  'context-full',
  'bad-request',
  'stream-cut',
  'overloaded',
  'vault-locked',
  'unreachable',
  'aborted',
] as const;
export type ModelErrorCode = (typeof modelErrorCodes)[number];
