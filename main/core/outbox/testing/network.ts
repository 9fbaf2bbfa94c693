import { type Channel, type ChannelOut, fail, ok, type Result } from '#plugin-api';
import type { Clock } from '../../base/clock.ts';

/** What the network does with one send. `carry` = it reaches the other side. */
export interface Fate {
  readonly answer: 'ok' | 'throw' | 'hang' | { readonly code: string; readonly retryAfterMs?: number };
  readonly carry: boolean;
  /** After this long the receipt comes; null = it is lost. */
  readonly receiptMs: number | null;
}
export interface Arrival {
  readonly externalId: string;
  readonly chatKey: string;
  readonly text: string;
  readonly op: ChannelOut['op'];
}
type Receipt = 'sent' | 'delivered' | 'read' | 'rejected';

/** A chat network in this process: it loses, delays and refuses as told, and drops what it has seen when it is idempotent. */
export const createNetwork = (o: { idempotent: boolean; clock: Clock; fate: (out: ChannelOut) => Fate; maxText?: number }) => {
  const arrivals: Arrival[] = [];
  const sends: ChannelOut[] = [];
  const seen = new Set<string>();
  let ids = 0;
  let onReceipt: (externalId: string, state: Receipt) => void = () => undefined;
  let receiptState: Receipt = 'sent';

  const arrive = (out: ChannelOut): void => {
    if (o.idempotent && seen.has(out.externalId)) return;
    seen.add(out.externalId);
    arrivals.push({ externalId: out.externalId, chatKey: out.chatKey, text: out.text ?? '', op: out.op });
  };
  const send = async (_connection: string, out: ChannelOut, signal: AbortSignal): Promise<Result<'written'>> => {
    sends.push(structuredClone(out));
    const { answer, carry, receiptMs } = o.fate(out);
    if (carry) {
      arrive(out);
      const state = receiptState;
      if (receiptMs !== null) o.clock.after(receiptMs, () => onReceipt(out.externalId, state));
    }
    if (answer === 'throw') throw new Error('the socket was cut');
    if (answer === 'hang')
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
    return answer === 'ok' ? ok('written') : fail(answer.code, 'simulated', answer.retryAfterMs);
  };
  const channel: Channel = {
    id: 'simulated',
    can: {
      edit: true,
      react: true,
      typing: false,
      idempotentSend: o.idempotent,
      maxText: o.maxText ?? 1_000,
      editWindowMs: 14 * 60_000,
      markup: 'light',
    },
    reserveId: async () => `ext-${++ids}`,
    async *connect() {},
    ack: async () => undefined,
    send,
    command: async () => ok(undefined),
  };
  return {
    channel,
    arrivals,
    sends,
    listen: (listener: typeof onReceipt): void => {
      onReceipt = listener;
    },
    receiptsSay: (state: Receipt): void => {
      receiptState = state;
    },
  };
};
export type Network = ReturnType<typeof createNetwork>;
