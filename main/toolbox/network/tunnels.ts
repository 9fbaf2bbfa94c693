import { Duplex } from 'node:stream';
import { encodeFrame } from '../../contract/toolbox/frames.ts';
import { chunkBytes, type HostMessage, tunnelWindowBytes } from '../../contract/toolbox/protocol.ts';
import { createWindow, type Window } from '../../contract/toolbox/window.ts';

/** The host said no; the message is for whoever asked. */
export class RefusedError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

type TunnelMessage = Extract<HostMessage, { type: 'connected' | 'refused' | 'tunnel' | 'tunnel-ack' | 'tunnel-end' }>;
export const isTunnelMessage = (message: HostMessage): message is TunnelMessage =>
  ['connected', 'refused', 'tunnel', 'tunnel-ack', 'tunnel-end'].includes(message.type);

/** Connections that the host makes for the sandbox, over the one pipe to it. */
export interface Tunnels {
  /** Rejects RefusedError when the host does not allow it or cannot reach it. */
  open(host: string, port: number): Promise<Duplex>;
  receive(message: TunnelMessage, body: Uint8Array): void;
  /** The host is gone: all end. */
  close(): void;
}

interface Entry {
  readonly window: Window;
  readonly stream: Duplex;
  unread: number;
  readonly settle: { connected(): void; refused(error: RefusedError): void };
}

const most = 256;

export const createTunnels = (write: (bytes: Uint8Array) => void): Tunnels => {
  const entries = new Map<number, Entry>();
  let lastId = 0;

  const drop = (id: number, error?: Error): void => {
    const entry = entries.get(id);
    if (entry === undefined) return;
    entries.delete(id);
    entry.window.release();
    entry.stream.destroy(error);
  };
  const acknowledge = (id: number): void => {
    const entry = entries.get(id);
    if (entry === undefined || entry.unread === 0) return;
    write(encodeFrame({ type: 'tunnel-ack', id, bytes: entry.unread }));
    entry.unread = 0;
  };
  const streamOf = (id: number, window: Window): Duplex => {
    const send = async (bytes: Uint8Array): Promise<void> => {
      for (let at = 0; at < bytes.length; at += chunkBytes) {
        const part = bytes.subarray(at, at + chunkBytes);
        await window.take(part.length);
        if (!entries.has(id)) return;
        write(encodeFrame({ type: 'tunnel', id }, part));
      }
    };
    return new Duplex({
      allowHalfOpen: false,
      read: () => acknowledge(id),
      write: (bytes: Buffer, _, done) => void send(bytes).then(() => done(), done),
      destroy: (error, done) => {
        if (entries.delete(id)) write(encodeFrame({ type: 'tunnel-end', id }));
        window.release();
        done(error);
      },
    });
  };

  return {
    open: (host, port) =>
      new Promise((resolve, reject) => {
        if (entries.size >= most) return reject(new RefusedError('too-many', 'too many connections at once'));
        const id = ++lastId;
        const window = createWindow(tunnelWindowBytes);
        const stream = streamOf(id, window);
        stream.on('error', () => {}); // told by its end
        entries.set(id, { window, stream, unread: 0, settle: { connected: () => resolve(stream), refused: reject } });
        write(encodeFrame({ type: 'connect', id, host, port }));
      }),
    receive: (message, body) => {
      const entry = entries.get(message.id);
      if (entry === undefined) return;
      switch (message.type) {
        case 'connected':
          return entry.settle.connected();
        case 'refused':
          entries.delete(message.id);
          return entry.settle.refused(new RefusedError(message.code, message.message));
        case 'tunnel':
          entry.unread += body.length;
          // What nobody reads yet is not acknowledged: the host waits.
          if (entry.stream.push(body)) acknowledge(message.id);
          return;
        case 'tunnel-ack':
          return entry.window.ack(message.bytes);
        case 'tunnel-end':
          entry.stream.push(null);
          entries.delete(message.id);
          return entry.window.release();
      }
    },
    close: () => {
      for (const [id, entry] of [...entries]) {
        entry.settle.refused(new RefusedError('gone', 'the host is gone'));
        drop(id);
      }
    },
  };
};
