import { randomUUID } from 'node:crypto';
import type { HostClient } from '#contract/client/connect.ts';
import type { TurnView } from '#contract/ui/views.ts';
import { until } from './until.ts';

const over = new Set(['answered', 'failed', 'ignored']);

export interface Said {
  readonly messageId: string;
  readonly state: string;
  readonly reply: string | null;
  readonly turn: TurnView | null;
}

/** Sends a message and does not wait for an answer. Returns its id. */
export const send = async (client: HostClient, chatId: string, text: string): Promise<string> =>
  (await client.messages.send({ chatId, text, clientId: randomUUID() })).messageId;

/** Resolves when the message is answered, failed or ignored. */
export const outcome = (client: HostClient, messageId: string, timeoutMs?: number): Promise<Said> =>
  until(
    client,
    `the outcome of ${messageId}`,
    async () => {
      const { messageState, turn, reply } = await client.messages.turnOf({ messageId });
      return over.has(messageState) && { messageId, state: messageState, reply, turn };
    },
    timeoutMs,
  );

/** Sends a message and waits for its outcome. */
export const say = async (client: HostClient, chatId: string, text: string, timeoutMs?: number): Promise<Said> =>
  outcome(client, await send(client, chatId, text), timeoutMs);

/** Resolves with the turn of a message as soon as it is in one of these states. */
export const turnIn = (client: HostClient, messageId: string, ...states: TurnView['state'][]): Promise<TurnView> =>
  until(client, `the turn of ${messageId} to be ${states.join(' or ')}`, async () => {
    const { turn } = await client.messages.turnOf({ messageId });
    return turn !== null && states.includes(turn.state) && turn;
  });

/** The request that waits for a person, as soon as there is one. */
export const pendingAsk = (client: HostClient) =>
  until(client, 'a pending request', async () => (await client.asks.list({ state: 'pending' }))[0]);
