import { chunkBytes, type HostMessage, type ToolboxMessage, tunnelWindowBytes } from '#contract/toolbox/protocol.ts';
import { createWindow, type Window } from '#contract/toolbox/window.ts';
import type { Connect } from './ports.ts';

type TunnelMessage = Extract<ToolboxMessage, { type: 'connect' | 'tunnel' | 'tunnel-ack' | 'tunnel-end' }>;

/** The connections to the outside that a toolbox asked for, on one pipe. */
export interface Tunnels {
  receive(message: TunnelMessage, body: Uint8Array): void;
  /** The pipe is gone: all end. */
  end(): void;
}

interface Entry {
  readonly window: Window;
  readonly stop: AbortController;
  /** What the toolbox sends, in order, once there is somebody to send it to. */
  sending: Promise<void>;
  connection: { send(bytes: Uint8Array): Promise<void>; close(): void } | null;
}

const most = 256;

export const isTunnelMessage = (message: ToolboxMessage): message is TunnelMessage =>
  message.type === 'connect' || message.type === 'tunnel' || message.type === 'tunnel-ack' || message.type === 'tunnel-end';

export const createTunnels = (connect: Connect, send: (head: HostMessage, body?: Uint8Array) => void): Tunnels => {
  const entries = new Map<number, Entry>();

  const end = (id: number, tell: boolean): void => {
    const entry = entries.get(id);
    if (entry === undefined) return;
    entries.delete(id);
    entry.stop.abort();
    entry.window.release();
    entry.connection?.close();
    if (tell) send({ type: 'tunnel-end', id });
  };
  const open = async (id: number, host: string, port: number): Promise<void> => {
    const entry: Entry = {
      window: createWindow(tunnelWindowBytes),
      stop: new AbortController(),
      sending: Promise.resolve(),
      connection: null,
    };
    entries.set(id, entry);
    const outcome = await connect({ host, port }, entry.stop.signal);
    if (!entries.has(id)) return outcome.ok ? outcome.connection.close() : undefined;
    if (!outcome.ok) {
      entries.delete(id);
      return send({ type: 'refused', id, code: outcome.code, message: outcome.message });
    }
    entry.connection = outcome.connection;
    send({ type: 'connected', id });
    for await (const chunk of outcome.connection.incoming) {
      for (let at = 0; at < chunk.length; at += chunkBytes) {
        const part = chunk.subarray(at, at + chunkBytes);
        await entry.window.take(part.length);
        if (!entries.has(id)) return;
        send({ type: 'tunnel', id }, part);
      }
    }
    end(id, true);
  };
  const pass = (id: number, body: Uint8Array): void => {
    const entry = entries.get(id);
    if (entry === undefined) return;
    const bytes = Buffer.from(body);
    entry.sending = entry.sending
      .then(() => entry.connection?.send(bytes))
      .then(() => {
        if (entries.has(id)) send({ type: 'tunnel-ack', id, bytes: bytes.length });
      })
      .catch(() => end(id, true));
  };

  return {
    receive: (message, body) => {
      switch (message.type) {
        case 'connect':
          if (entries.has(message.id)) throw new Error('a tunnel id was used twice');
          if (entries.size >= most)
            return send({ type: 'refused', id: message.id, code: 'too-many', message: 'too many connections at once' });
          return void open(message.id, message.host, message.port).catch(() => end(message.id, true));
        case 'tunnel':
          return pass(message.id, body);
        case 'tunnel-ack':
          return entries.get(message.id)?.window.ack(message.bytes);
        case 'tunnel-end':
          return end(message.id, false);
      }
    },
    end: () => {
      for (const id of [...entries.keys()]) end(id, false);
    },
  };
};
