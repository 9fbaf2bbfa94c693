import type { ServerResponse } from 'node:http';

/** Server-sent events onto one response. Writing to a closed response does nothing. */
export interface SseWriter {
  event(name: string, data: object): Promise<void>;
  data(data: object): Promise<void>;
  raw(text: string): Promise<void>;
  /** From now on in pieces of so many bytes, each in a write of its own. */
  split(bytes: number): void;
}

export const createSseWriter = (response: ServerResponse): SseWriter => {
  let pieceBytes = Number.POSITIVE_INFINITY;
  const write = (bytes: Uint8Array): Promise<void> =>
    new Promise((resolve) => {
      if (response.destroyed || response.writableEnded) return resolve();
      response.write(bytes, () => setImmediate(resolve));
    });
  const raw = async (text: string): Promise<void> => {
    const bytes = Buffer.from(text);
    const step = Math.min(pieceBytes, bytes.length);
    for (let at = 0; at < bytes.length; at += step) await write(bytes.subarray(at, at + step));
  };
  return {
    raw,
    event: (name, data) => raw(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`),
    data: (data) => raw(`data: ${JSON.stringify(data)}\n\n`),
    split: (bytes) => {
      pieceBytes = bytes;
    },
  };
};
