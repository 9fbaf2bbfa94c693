import { randomUUID } from 'node:crypto';
import type { HostClient } from '#contract/client/connect.ts';
import type { WatchItem } from '#contract/ui/watch.ts';

export interface Conversation {
  /** Sends and waits for the whole turn. Resolves with the milliseconds until the first text of the answer. */
  say(chatId: string, text: string): Promise<number>;
}

/** One open watch stream, as a window has it, while `work` talks. */
export const withConversation = async <T>(client: HostClient, work: (conversation: Conversation) => Promise<T>): Promise<T> => {
  const closing = new AbortController();
  const listeners = new Set<(item: WatchItem) => void>();
  const items = await client.host.watch({ since: null }, { signal: closing.signal });
  await items.next();
  const reading = (async () => {
    for await (const item of items) for (const listener of listeners) listener(item);
  })().catch((error: unknown) => {
    if (!closing.signal.aborted) throw error;
  });
  const say = (chatId: string, text: string): Promise<number> =>
    new Promise((resolve, reject) => {
      let firstMs: number | null = null;
      const settle = (outcome: () => void): void => {
        listeners.delete(listener);
        outcome();
      };
      const listener = (item: WatchItem): void => {
        if (!('chatId' in item) || item.chatId !== chatId) return;
        if (item.type === 'delta' && item.kind === 'text') firstMs ??= performance.now() - began;
        if (item.type !== 'event' || item.topic !== 'turn' || item.payload.state === 'running') return;
        const first = firstMs;
        if (item.payload.state === 'done' && first !== null) settle(() => resolve(first));
        else settle(() => reject(new Error(`the turn ended as ${String(item.payload.state)}`)));
      };
      listeners.add(listener);
      const began = performance.now();
      client.messages.send({ chatId, text, clientId: randomUUID() }).catch((error: unknown) => settle(() => reject(error)));
    });
  try {
    return await work({ say });
  } finally {
    closing.abort();
    await reading;
  }
};

/** An account on the simulated model, with no workspace yet. */
export const addModelAccount = async (client: HostClient, modelUrl: string, api: 'openai' | 'anthropic'): Promise<string> => {
  const name = `bench-${api}`;
  await client.accounts.add({ name, provider: api, baseUrl: api === 'openai' ? `${modelUrl}/v1` : modelUrl, key: 'sk-bench' });
  return name;
};
/** A workspace that answers by `account`. Resolves with its id. */
export const addWorkspace = async (client: HostClient, name: string, account: string): Promise<string> =>
  (await client.workspaces.add({ name, accounts: [account], model: 'scripted' })).id;

export const newChat = async (client: HostClient, workspaceId: string): Promise<string> =>
  (await client.chats.create({ workspaceId, name: `bench ${randomUUID().slice(0, 8)}` })).id;
