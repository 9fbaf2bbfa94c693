import { useEffect } from 'react';
import { isLost } from '../rpc/failure.ts';
import { useHost } from '../rpc/host.ts';
import { useResource } from '../rpc/resource.ts';
import type { Route } from './route.ts';

/** The chat to show: the one in the address, else the newest of this surface. A first one is made when there is none. */
export const useChosenChat = (route: Route): string | null => {
  const { client, resources } = useHost();
  const { value: chats } = useResource(resources.chats);
  const isMissing = chats !== null && !chats.some(({ channel }) => channel === 'desktop');
  useEffect(() => {
    if (!isMissing) return;
    client.chats.open({ surface: 'desktop' }).then(
      (chat) => resources.chats.set((all) => [...(all ?? []).filter(({ id }) => id !== chat.id), chat]),
      (error: unknown) => {
        if (!isLost(error)) console.error('The first chat could not be opened.', error);
      },
    );
  }, [client, resources, isMissing]);
  if (route.page === 'chat' && route.chatId !== null) return route.chatId;
  const own = (chats ?? []).filter(({ channel }) => channel === 'desktop').sort((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0));
  return own[0]?.id ?? null;
};
