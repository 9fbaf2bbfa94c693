import type { Duplex } from 'node:stream';

export interface PipeOptions {
  /** The attached connection of a container without a terminal. */
  readonly stream: Duplex;
  readonly input: AsyncIterable<Uint8Array>;
  /** Sent first; everything before its echo was meant for an earlier host. */
  readonly mark: Uint8Array;
  /** What the toolbox writes to stderr. */
  readonly said: (text: string) => void;
}

/** The byte pipe to the toolbox in a container. Ends when the container has ended or the engine is gone. */
export async function* openPipe({ stream, input, mark, said }: PipeOptions, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const close = (): void => void stream.destroy();
  signal.addEventListener('abort', close, { once: true });
  stream.on('error', () => {}); // the reader sees the end
  stream.write(mark);
  void (async () => {
    for await (const bytes of input) {
      if (!stream.writable) return;
      if (!stream.write(bytes)) await roomIn(stream);
    }
  })();
  try {
    yield* afterMark(stdoutOf(stream, said), mark);
  } finally {
    signal.removeEventListener('abort', close);
    stream.destroy();
  }
}

const roomIn = (stream: Duplex): Promise<void> =>
  new Promise((resolve) => {
    const go = (): void => {
      stream.off('drain', go);
      stream.off('close', go);
      resolve();
    };
    stream.on('drain', go);
    stream.on('close', go);
  });

const headBytes = 8;

/** stdout of the engine's multiplexed stream: a head of 8 bytes (1 = stdout, 2 = stderr; length) before each piece. */
export async function* stdoutOf(source: AsyncIterable<Uint8Array>, said: (text: string) => void): AsyncGenerator<Uint8Array> {
  let held: Buffer = Buffer.alloc(0);
  let left = 0;
  let isStdout = true;
  try {
    for await (const chunk of source) {
      held = held.length === 0 ? Buffer.from(chunk) : Buffer.concat([held, chunk]);
      while (held.length > 0) {
        if (left === 0) {
          if (held.length < headBytes) break;
          isStdout = held[0] !== 2;
          left = held.readUInt32BE(4);
          held = held.subarray(headBytes);
          continue;
        }
        const piece = held.subarray(0, left);
        held = held.subarray(piece.length);
        left -= piece.length;
        if (isStdout) yield piece;
        else said(piece.toString());
      }
    }
  } catch {
    // A connection that breaks is an end like any other: who reads it asks the engine what became of the container.
  }
}

/** What comes after the first `mark`. */
export async function* afterMark(source: AsyncIterable<Uint8Array>, mark: Uint8Array): AsyncGenerator<Uint8Array> {
  let held: Buffer = Buffer.alloc(0);
  let isFound = false;
  for await (const bytes of source) {
    if (isFound) {
      yield bytes;
      continue;
    }
    held = Buffer.concat([held, bytes]);
    const at = held.indexOf(mark);
    if (at < 0) {
      held = held.subarray(Math.max(0, held.length - mark.length + 1));
      continue;
    }
    isFound = true;
    if (held.length > at + mark.length) yield held.subarray(at + mark.length);
  }
}
