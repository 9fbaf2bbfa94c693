import { answerFault, connectionFault, ModelFault, modelFault } from './model-faults.ts';

export interface ModelFetchOptions {
  readonly expects: 'stream' | 'json';
  /** Longest wait for the headers, and again for the first byte of the body. */
  readonly firstByteMs: number;
  /** Longest silence between two pieces of the body. */
  readonly idleMs: number;
  /** Told of every fault before it is thrown or ends the body: libraries in between tend to lose it. */
  onFault?(fault: ModelFault): void;
}

const maxJsonBytes = 16 * 1024 * 1024;
const maxErrorBytes = 64 * 1024;

/**
 * `fetch` for model servers. Resolves only with a 2xx answer of the expected kind; everything else is a ModelFault, also in
 * the body. Redirects are not followed (the key stays with the address it was given for), and silence ends the call.
 */
export const fetchModel = async (url: string, init: RequestInit, options: ModelFetchOptions, signal: AbortSignal): Promise<Response> => {
  const watchdog = new AbortController();
  const guard: Guard = { options, watchdog, signal };
  try {
    const both = AbortSignal.any([signal, watchdog.signal]);
    const response = await within(guard, options.firstByteMs, () => fetch(url, { ...init, redirect: 'manual', signal: both }));
    return await checked(response, guard);
  } catch (thrown) {
    throw report(guard, thrown, connectionFault);
  }
};

interface Guard {
  readonly options: ModelFetchOptions;
  readonly watchdog: AbortController;
  readonly signal: AbortSignal;
}

const within = async <T>({ watchdog }: Guard, waitMs: number, work: () => Promise<T>): Promise<T> => {
  const timer = setTimeout(() => watchdog.abort(modelFault('no-answer', `no byte for ${waitMs} ms`)), waitMs);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
};

const report = ({ options, watchdog, signal }: Guard, thrown: unknown, otherwise: (thrown: unknown) => ModelFault): ModelFault => {
  const fault = faultOf(thrown, watchdog, signal, otherwise);
  options.onFault?.(fault);
  return fault;
};

const faultOf = (
  thrown: unknown,
  watchdog: AbortController,
  signal: AbortSignal,
  otherwise: (thrown: unknown) => ModelFault,
): ModelFault => {
  if (signal.aborted) return modelFault('aborted', 'aborted by the caller');
  if (thrown instanceof ModelFault) return thrown;
  return watchdog.signal.reason instanceof ModelFault ? watchdog.signal.reason : otherwise(thrown);
};

const checked = async (response: Response, guard: Guard): Promise<Response> => {
  const type = response.headers.get('content-type')?.toLowerCase() ?? '';
  const body = response.body === null ? null : watched(response.body, guard);
  const { status, headers } = response;
  // The status says enough when the rest of the answer cannot be read.
  if (!response.ok) throw answerFault(status, await readText(body, maxErrorBytes).catch(() => ''), headers);
  // Servers that forget the type of a stream exist; those that send a page or JSON instead of one are not streaming.
  if (guard.options.expects === 'stream' && (type === '' || type.startsWith('text/event-stream')))
    return new Response(body, { status, headers });
  const text = await readText(body, maxJsonBytes);
  requireJson(text, status, headers);
  if (guard.options.expects === 'stream') throw modelFault('not-an-api', `200 with ${type} instead of a stream`, { status });
  return new Response(text, { status, headers });
};

const requireJson = (text: string, status: number, headers: Headers): void => {
  if (text.trimStart().startsWith('<')) throw modelFault('not-an-api', `${status} with a web page`, { status });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw modelFault('not-json', `${status} with a body that is not JSON`, { status, cause });
  }
  const isError = typeof value === 'object' && value !== null && 'error' in value && value.error !== null;
  if (isError) throw answerFault(undefined, text, headers);
};

/** The body with the watchdog on each read; a slow reader on our side does not count as silence. */
const watched = (body: ReadableStream<Uint8Array>, guard: Guard): ReadableStream<Uint8Array> => {
  const reader = body.getReader();
  let waitMs = guard.options.firstByteMs;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await within(guard, waitMs, () => reader.read());
          waitMs = guard.options.idleMs;
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (thrown) {
          throw report(guard, thrown, (cause) =>
            modelFault('stream-cut', cause instanceof Error ? cause.message : String(cause), { cause }),
          );
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
};

const readText = async (body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<string> => {
  if (body === null) return '';
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.byteLength;
    parts.push(decoder.decode(piece, { stream: true }));
    if (bytes > maxBytes) break;
  }
  return parts.join('') + decoder.decode();
};
