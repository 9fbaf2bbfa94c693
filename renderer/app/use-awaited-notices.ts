import { useEffect } from 'react';
import { useHost } from '../rpc/host.ts';
import { useResource } from '../rpc/resource.ts';
import { canTell, showNotice } from './show-notice.ts';

/**
 * Tells once that a turn has ended of which a person wanted to be told, wherever they look but at its chat; also in quiet
 * hours, since it was asked for. The desktop app does it by itself.
 */
export const useAwaitedNotices = (chatId: string | null): void => {
  const { client, resources } = useHost();
  const awaited = useResource(resources.awaited).value;
  const chats = useResource(resources.chats).value;
  useEffect(() => {
    if (chats === null) return;
    for (const turn of awaited ?? []) {
      if (turn.state !== 'done' && turn.state !== 'failed') continue;
      const isSeen = document.hasFocus() && turn.chatId === chatId;
      if (!isSeen && !canTell()) continue;
      const told = client.turns.tellWhenDone({ turnId: turn.turnId, on: false });
      const tell = ({ changed }: { changed: boolean }): void => {
        if (changed && !isSeen)
          showNotice({ need: turn.state === 'done' ? 'answer' : 'failure', chatId: turn.chatId, ask: null }, { asks: [], chats });
      };
      // Without a host it is told when the host is back.
      told.then(tell, () => undefined);
    }
  }, [client, awaited, chats, chatId]);
};
