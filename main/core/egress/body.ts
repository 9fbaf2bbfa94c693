import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { EgressError } from './egress-error.ts';

export interface BodyLimits {
  readonly maxBytes: number;
  /** Silence after which the body is given up. */
  readonly idleMs: number;
  /** Time for the whole body. It also frees the socket of a body that nobody reads. */
  readonly totalMs: number;
}

/** The decoded body, counted before and after decompression. Ends with an EgressError or the signal's reason when it breaks. */
export const bodyOf = (response: IncomingMessage, limits: BodyLimits, signal: AbortSignal): AsyncIterable<Uint8Array> => {
  let cause: EgressError | null = null;
  const stop = (error: EgressError): void => {
    cause ??= error;
    response.destroy(error);
  };
  const timer = setTimeout(
    () => stop(new EgressError('timeout', `the answer took longer than ${limits.totalMs / 1000} s`)),
    limits.totalMs,
  ).unref();
  response.once('close', () => clearTimeout(timer));
  response.setTimeout(limits.idleMs, () => stop(new EgressError('timeout', `the answer stopped for ${limits.idleMs / 1000} s`)));
  // A break before somebody reads is met again by the reader.
  response.on('error', () => undefined);
  const count = { packed: 0 };
  const source = decoded(response, limits.maxBytes, count);
  return read(source, response, { maxBytes: limits.maxBytes, count }, () => cause ?? (signal.aborted ? signal.reason : null));
};

const tooLarge = (maxBytes: number): EgressError => new EgressError('too-large', `the answer is larger than ${maxBytes} bytes`);

async function* read(
  source: Readable,
  response: IncomingMessage,
  o: { maxBytes: number; count: { packed: number } },
  brokenBy: () => unknown,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > o.maxBytes) throw tooLarge(o.maxBytes);
      yield chunk;
    }
    if (brokenBy()) throw brokenBy();
  } catch (error) {
    if (error instanceof EgressError) throw error;
    const known = brokenBy();
    if (known) throw known;
    // Nothing at all, labelled as packed, is what some servers send for an empty page.
    if (source !== response && response.complete && o.count.packed === 0) return;
    const zlib = /^Z_|^ERR_.*(BROTLI|ZLIB)|^ERR__ERROR/.test((error as { code?: string }).code ?? '');
    throw zlib
      ? new EgressError('bad-encoding', 'the answer is packed wrongly', { cause: error })
      : new EgressError('unreachable', 'the connection was cut in the middle of the answer', { cause: error });
  } finally {
    source.destroy();
    response.destroy();
  }
}

const decoded = (response: IncomingMessage, maxBytes: number, count: { packed: number }): Readable => {
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return response;
  const decoder =
    encoding === 'gzip' || encoding === 'x-gzip'
      ? createGunzip()
      : encoding === 'deflate'
        ? createInflate()
        : encoding === 'br'
          ? createBrotliDecompress()
          : null;
  if (!decoder) {
    response.destroy();
    throw new EgressError('bad-encoding', 'the answer is packed in a way that was not asked for');
  }
  // Endless input that unpacks to nothing would never reach the reader's count.
  const counted = async function* (packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of packed) {
      count.packed += chunk.length;
      if (count.packed > maxBytes) throw tooLarge(maxBytes);
      yield chunk;
    }
  };
  // Its error is met by the reader of the decoder.
  pipeline(response, counted, decoder, () => undefined);
  return decoder;
};
