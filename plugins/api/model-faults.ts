import type { ModelError, ModelErrorCode } from './model-provider.ts';

const retryableCodes: ReadonlySet<ModelErrorCode> = new Set<ModelErrorCode>([
  'dns',
  'refused',
  'unreachable',
  'rate-limited',
  'server-error',
  'overloaded',
  'no-answer',
  'not-json',
  'stream-cut',
]);

/** A failed model call on its way to the provider's edge, where it becomes an `end` event or a `Result`. */
export class ModelFault extends Error {
  readonly error: ModelError;
  constructor(error: ModelError, options?: { cause?: unknown }) {
    super(error.text, options);
    this.name = 'ModelFault';
    this.error = error;
  }
}

/** A fault with the usual `retryable` for its code. */
export const modelFault = (
  code: ModelErrorCode,
  text: string,
  more: { status?: number; retryAfterMs?: number; cause?: unknown } = {},
): ModelFault => {
  const { cause, ...rest } = more;
  const known = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return new ModelFault({ code, text, retryable: retryableCodes.has(code), ...known }, { cause });
};

/** What a provider reports for anything that was thrown: cut to a log line, and without any part that looks like a key. */
export const modelErrorOf = (thrown: unknown, key: string | null): ModelError => {
  const fault = thrown instanceof ModelFault ? thrown : modelFault('stream-cut', thrown instanceof Error ? thrown.message : String(thrown));
  return { ...fault.error, text: withoutKey(fault.error.text, key).slice(0, 500) };
};

/** The text with the key, its usual encodings and everything that looks like a vendor's key replaced. */
export const withoutKey = (text: string, key: string | null): string => {
  // A shorter key cannot be told from ordinary words.
  const forms = key === null || key.length < 4 ? [] : [key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1)];
  return forms.reduce((left, form) => left.replaceAll(form, '•••'), text).replace(/\bsk-[\w*.…-]+/g, '•••');
};

/** Why a connection could not be made, from what `fetch` threw (the reason hides in a chain of causes). */
export const connectionFault = (thrown: unknown): ModelFault => {
  const causes = causesOf(thrown);
  const text = causes.map((cause) => [cause.code, cause.message].filter(Boolean).join(' ')).join(': ');
  const code = causes.map((cause) => codeOfSystemError(cause.code ?? '')).find((found) => found !== null);
  return modelFault(code ?? 'unreachable', text, { cause: thrown });
};

const causesOf = (thrown: unknown): { code?: string; message: string }[] => {
  const found: { code?: string; message: string }[] = [];
  let next: unknown = thrown;
  while (next instanceof Error && found.length < 8) {
    const code = (next as { code?: unknown }).code;
    found.push({ message: next.message, ...(typeof code === 'string' ? { code } : {}) });
    next = next.cause ?? (next instanceof AggregateError ? next.errors[0] : undefined);
  }
  return found.length > 0 ? found : [{ message: String(thrown) }];
};

const codeOfSystemError = (code: string): ModelErrorCode | null => {
  if (/^(ENOTFOUND|EAI_)/.test(code)) return 'dns';
  if (code === 'ECONNREFUSED') return 'refused';
  if (/CERT|^ERR_SSL|^ERR_TLS|^EPROTO$|SIGNATURE|ISSUER/.test(code)) return 'tls';
  if (/^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(code)) return 'no-answer';
  if (/^(EHOST|ENET|EADDR|ECONN|ETIMEDOUT|EPIPE|UND_ERR_)/.test(code)) return 'unreachable';
  return null;
};

/** What a server means by a status and a body. Vendors agree on neither, so the few clear words in the body go first. */
export const answerFault = (status: number | undefined, body: string, headers: Headers = new Headers()): ModelFault => {
  const said = readVendorError(body);
  const effective = status ?? said.status;
  const code = codeOfWords(said) ?? (effective === undefined ? null : codeOfStatus(effective, said)) ?? codeOfType(said.type);
  const text = `${effective ?? 'error event'} ${said.type} ${said.message}`.replace(/\s+/g, ' ').trim();
  return modelFault(code, text, { status: effective, retryAfterMs: retryAfterMsOf(headers) });
};

interface VendorError {
  readonly type: string;
  readonly message: string;
  readonly isJson: boolean;
  readonly status?: number;
}

const readVendorError = (body: string): VendorError => {
  const json = parseObject(body);
  if (json === null) return { type: '', message: body.slice(0, 300), isJson: false };
  const inner = isObject(json.error) ? json.error : json;
  const message = [inner.message, json.error, json.detail, json.message].find((value) => typeof value === 'string');
  const words = [inner.type, inner.code].filter((value) => typeof value === 'string');
  const number = [inner.code, inner.status].find((value) => typeof value === 'number' && value >= 400 && value < 600);
  return {
    type: words.join(' '),
    message: typeof message === 'string' ? message : body.slice(0, 300),
    isJson: true,
    ...(typeof number === 'number' ? { status: number } : {}),
  };
};

const codeOfWords = ({ type, message }: VendorError): ModelErrorCode | null => {
  if (/context_length|exceed_context|context_window/.test(type)) return 'context-full';
  if (/prompt is too long|maximum context|context (length|window|size)/i.test(message)) return 'context-full';
  if (/billing_error|insufficient_quota|insufficient_balance|payment/.test(type) || /credit balance is too low/i.test(message))
    return 'payment';
  if (/invalid_api_key|authentication_error/.test(type)) return 'key-rejected';
  if (/model_not_found/.test(type)) return 'model-not-found';
  if (/overloaded/.test(type)) return 'overloaded';
  return null;
};

const codeOfStatus = (status: number, said: VendorError): ModelErrorCode | null => {
  if (status === 404) return said.isJson && /\bmodel\b/i.test(said.message) ? 'model-not-found' : 'path-not-found';
  if (status === 529) return 'overloaded';
  if (status >= 500) return status === 511 ? 'not-an-api' : 'server-error';
  if (status >= 300 && status < 400) return 'not-an-api';
  return codesByStatus[status] ?? (status >= 400 ? 'bad-request' : null);
};
const codesByStatus: Readonly<Record<number, ModelErrorCode>> = {
  401: 'key-rejected',
  402: 'payment',
  403: 'model-forbidden',
  405: 'path-not-found',
  408: 'no-answer',
  413: 'too-large',
  429: 'rate-limited',
};

const codeOfType = (type: string): ModelErrorCode => {
  if (/permission/.test(type)) return 'model-forbidden';
  if (/not_found/.test(type)) return 'model-not-found';
  if (/rate_limit/.test(type)) return 'rate-limited';
  if (/too_large/.test(type)) return 'too-large';
  if (/timeout/.test(type)) return 'no-answer';
  if (/invalid_request/.test(type)) return 'bad-request';
  return 'server-error';
};

/** How long the server asks to wait, from `retry-after-ms` or `retry-after` in either of its forms. */
export const retryAfterMsOf = (headers: Headers, nowMs: number = Date.now()): number | undefined => {
  const inMs = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(inMs)) return Math.max(0, Math.round(inMs));
  const after = headers.get('retry-after');
  if (after === null) return undefined;
  const ms = Number.isFinite(Number(after)) ? Number(after) * 1000 : Date.parse(after) - nowMs;
  return Number.isFinite(ms) ? Math.max(0, Math.round(ms)) : undefined;
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const parseObject = (text: string): Record<string, unknown> | null => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    // Not JSON is an answer here, not a failure.
    return null;
  }
};
