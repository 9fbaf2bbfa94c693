import { useEffect, useState } from 'react';
import { isLost } from '../rpc/failure.ts';
import { useHost } from '../rpc/host.ts';
import { useResource } from '../rpc/resource.ts';
import type { Route } from './route.ts';

/**
 * The chat to show: the one in the address, else the one of this surface that was used last. Where nothing was said yet it is
 * the own chat of the first workspace, made when it is missing.
 */
export const useChosenChat = (route: Route): string | null => {
  const { client, resources } = useHost();
  const { value: chats } = useResource(resources.chats);
  const [first, setFirst] = useState<string | null>(null);
  const own = (chats ?? []).filter(({ channel, archived }) => channel === 'desktop' && !archived);
  const isUnused = chats !== null && own.every(({ lastAt }) => lastAt === null);
  const isWanted = isUnused && first === null;
  useEffect(() => {
    if (!isWanted) return;
    client.chats.open({ surface: 'desktop' }).then(
      (chat) => {
        resources.chats.set((all) => [...(all ?? []).filter(({ id }) => id !== chat.id), chat]);
        setFirst(chat.id);
      },
      (error: unknown) => {
        if (!isLost(error)) console.error('The first chat could not be opened.', error);
      },
    );
  }, [client, resources, isWanted]);
  if (route.page === 'chat' && route.chatId !== null) return route.chatId;
  if (isUnused) return first;
  return own.sort((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0))[0]?.id ?? null;
};
