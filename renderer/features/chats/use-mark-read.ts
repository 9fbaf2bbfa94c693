import { useEffect, useSyncExternalStore } from 'react';
import type { ChatView } from '#contract/ui/views.ts';
import { isLost } from '../../rpc/failure.ts';
import { useHost } from '../../rpc/host.ts';

const subscribe = (listener: () => void): (() => void) => {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
};

/** Tells the host that this chat is in front of somebody, for all windows. The host stops at the last message there is. */
export const useMarkRead = (chat: ChatView | null): void => {
  const { client } = useHost();
  const isSeen = useSyncExternalStore(subscribe, () => document.visibilityState === 'visible');
  const [chatId, unread] = [chat?.id, chat?.unread ?? 0];
  useEffect(() => {
    if (chatId === undefined || unread === 0 || !isSeen) return;
    client.chats.markRead({ chatId, seq: Number.MAX_SAFE_INTEGER }).catch((error: unknown) => {
      // It stays unread, and is told again with the next news.
      if (!isLost(error)) console.error('The read position could not be stored.', error);
    });
  }, [client, chatId, unread, isSeen]);
};
