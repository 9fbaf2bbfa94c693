/** One message on the pipe: a JSON head and raw bytes. On the wire: u32 head length, u32 body length, head, body (big endian). */
export interface Frame {
  readonly head: unknown;
  readonly body: Uint8Array;
}

const maxHeadBytes = 8 * 1024 * 1024;
const maxBodyBytes = 1024 * 1024;
const prefixBytes = 8;

/** The bytes of one frame. Throws RangeError for a head or body that no reader would accept. */
export const encodeFrame = (head: object, body: Uint8Array = new Uint8Array(0)): Uint8Array => {
  const text = new TextEncoder().encode(JSON.stringify(head));
  if (text.length > maxHeadBytes || body.length > maxBodyBytes) throw new RangeError('frame too large');
  const frame = new Uint8Array(prefixBytes + text.length + body.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, text.length);
  view.setUint32(4, body.length);
  frame.set(text, prefixBytes);
  frame.set(body, prefixBytes + text.length);
  return frame;
};

/** Frames of a byte pipe, however it is cut. Ends with the pipe; throws for garbage and for an end inside a frame. */
export async function* readFrames(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let parts: Uint8Array[] = [];
  let have = 0;
  let need = prefixBytes;
  for await (const chunk of bytes) {
    parts.push(chunk);
    have += chunk.length;
    if (have < need) continue;
    let buffer = parts.length === 1 ? chunk : join(parts, have);
    for (;;) {
      need = frameLength(buffer);
      if (buffer.length < need) break;
      const headEnd = prefixBytes + new DataView(buffer.buffer, buffer.byteOffset).getUint32(0);
      yield { head: JSON.parse(decoder.decode(buffer.subarray(prefixBytes, headEnd))) as unknown, body: buffer.subarray(headEnd, need) };
      buffer = buffer.subarray(need);
    }
    parts = buffer.length === 0 ? [] : [buffer];
    have = buffer.length;
  }
  if (have > 0) throw new Error('the pipe ended inside a frame');
}

/** Bytes that the frame at the start of `buffer` takes, as far as can be told. */
const frameLength = (buffer: Uint8Array): number => {
  if (buffer.length < prefixBytes) return prefixBytes;
  const view = new DataView(buffer.buffer, buffer.byteOffset);
  const head = view.getUint32(0);
  const body = view.getUint32(4);
  if (head === 0 || head > maxHeadBytes || body > maxBodyBytes) throw new Error('not a frame');
  return prefixBytes + head + body;
};

const join = (parts: readonly Uint8Array[], bytes: number): Uint8Array => {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};
