import { isSign } from './decisions.ts';
import type { OpenDelivery, OutboxTiming } from './ports.ts';
import { type Bucket, createBucket } from './rate.ts';

// What signs of life leave over for words.
const leftForWords = { connection: 2, chat: 1 };

/** How fast one connection may write: as a whole, and into each chat. Words go before signs of life. */
export const createPace = (timing: Pick<OutboxTiming, 'perConnection' | 'perChat'>, mono: () => number) => {
  const connection = createBucket(timing.perConnection, mono);
  const chats = new Map<string, Bucket>();
  const chatOf = (chatId: string): Bucket => {
    const bucket = chats.get(chatId) ?? createBucket(timing.perChat, mono);
    chats.set(chatId, bucket);
    return bucket;
  };
  return {
    waitMs(d: Pick<OpenDelivery, 'op' | 'source' | 'chatId'>): number {
      const left = isSign(d) ? leftForWords : { connection: 0, chat: 0 };
      return Math.max(connection.waitMs(left.connection), chatOf(d.chatId).waitMs(left.chat));
    },
    take(d: Pick<OpenDelivery, 'chatId'>): void {
      connection.take();
      chatOf(d.chatId).take();
      // A full bucket is like a new one.
      for (const [chatId, bucket] of chats) if (bucket.isFull()) chats.delete(chatId);
    },
  };
};
