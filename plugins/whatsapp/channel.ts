import { type Channel, type Ctx, fail } from '#plugin-api';
import { type Connection, createConnection } from './connection.ts';
import { isPhoneNumber, newMessageId, userOf } from './ids.ts';
import { quietConsole } from './quiet-console.ts';
import type { Timing } from './timing.ts';
import { loadVendor } from './vendor.ts';

/** The channel `whatsapp`: each connection is one linked number. */
export const createWhatsAppChannel = (ctx: Ctx, o: { serverUrl: string | null; timing: Timing }): Channel => {
  const connections = new Map<string, Connection>();
  return {
    id: 'whatsapp',
    can: { edit: true, react: true, typing: true, idempotentSend: true, maxText: 4_000, editWindowMs: 14 * 60_000, markup: 'light' },
    reserveId: async () => newMessageId(),
    async *connect(connection, signal) {
      quietConsole();
      const vendor = await loadVendor();
      const made = await createConnection({ vendor, ctx, connection, ...o });
      if (signal.aborted || ctx.signal.aborted) return;
      if (connections.has(connection)) throw new Error(`${connection} is connected already`);
      connections.set(connection, made);
      const stop = (): void => {
        made.stop();
        connections.delete(connection);
      };
      const ended = AbortSignal.any([signal, ctx.signal]);
      ended.addEventListener('abort', stop, { once: true });
      try {
        made.start();
        yield* made.events();
      } finally {
        ended.removeEventListener('abort', stop);
        stop();
      }
    },
    ack: async (connection, eventId) => connections.get(connection)?.ack(eventId),
    send: async (connection, out, signal) =>
      connections.get(connection)?.send(out, signal) ?? fail('not-connected', 'there is no such connection'),
    fetchFile: async (connection, ref, maxBytes, signal) =>
      connections.get(connection)?.fetchFile(ref, maxBytes, signal) ?? fail('not-connected', 'there is no such connection'),
    keyOfNumber: async (digits) => `${digits}@s.whatsapp.net`,
    numberOfKey: async (key) => (isPhoneNumber(key) ? `+${userOf(key)}` : null),
    command: async (connection, c) => connections.get(connection)?.command(c) ?? fail('not-connected', 'there is no such connection'),
  };
};
