import { encodeFrame } from '../contract/toolbox/frames.ts';
import { chunkBytes, windowBytes } from '../contract/toolbox/protocol.ts';
import { ToolboxError } from '../contract/toolbox/toolbox.ts';
import { createWindow } from '../contract/toolbox/window.ts';

/** What an operation sees of its call. */
export interface CallChannel {
  readonly signal: AbortSignal;
  /** All bytes the host announced; rejects `cancelled` when the call is cancelled before they are here. */
  uploaded(): Promise<Uint8Array>;
  /** Sends bytes in order; resolves when the host has room for more. After a cancel it sends nothing. */
  send(head: { type: 'output'; stream: 'stdout' | 'stderr' } | { type: 'data' }, bytes: Uint8Array): Promise<void>;
}
export interface RunningCall extends CallChannel {
  upload(bytes: Uint8Array): void;
  ack(bytes: number): void;
  cancel(): void;
}

/** One call in flight: its upload, its output window and its cancel. */
export const createCall = (id: number, uploadBytes: number, write: (bytes: Uint8Array) => void): RunningCall => {
  const controller = new AbortController();
  const window = createWindow(windowBytes);
  const parts: Uint8Array[] = [];
  let missing = uploadBytes;
  let finish: (data: Uint8Array) => void = () => {};
  let giveUp: (error: ToolboxError) => void = () => {};
  const upload = new Promise<Uint8Array>((resolve, reject) => {
    finish = resolve;
    giveUp = reject;
  });
  upload.catch(() => {}); // the operation may have ended without asking for it
  if (missing === 0) finish(new Uint8Array(0));

  return {
    signal: controller.signal,
    uploaded: () => upload,
    send: async (head, bytes) => {
      for (let at = 0; at < bytes.length; at += chunkBytes) {
        const part = bytes.subarray(at, at + chunkBytes);
        await window.take(part.length);
        if (controller.signal.aborted) return;
        write(encodeFrame({ ...head, id }, part));
      }
    },
    upload: (bytes) => {
      missing -= bytes.length;
      parts.push(bytes);
      write(encodeFrame({ type: 'ack', id, bytes: bytes.length }));
      if (missing === 0) finish(Buffer.concat(parts));
      if (missing < 0) giveUp(new ToolboxError('bad-request', 'more bytes than announced'));
    },
    ack: (bytes) => window.ack(bytes),
    cancel: () => {
      controller.abort();
      window.release();
      giveUp(new ToolboxError('cancelled', 'cancelled'));
    },
  };
};
