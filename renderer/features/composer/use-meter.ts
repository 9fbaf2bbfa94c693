import { useEffect, useState } from 'react';
import type { MeterView } from '#contract/ui/domains/chats.ts';
import { isLost } from '../../rpc/failure.ts';
import { useHost } from '../../rpc/host.ts';

/** What this chat's session has used; asked again when a turn or a session of it changed. */
export const useMeter = (chatId: string): MeterView | null => {
  const { client, onNews } = useHost();
  const [meter, setMeter] = useState<MeterView | null>(null);
  useEffect(() => {
    let isOver = false;
    let asked = 0;
    const ask = (): void => {
      const mine = ++asked;
      client.chats.meter({ chatId }).then(
        (value) => {
          if (!isOver && mine === asked) setMeter(value);
        },
        (error: unknown) => {
          if (!isLost(error)) console.error('The use of this session could not be read.', error);
        },
      );
    };
    ask();
    const stop = onNews((news) => {
      if (news.type === 'delta') return;
      if (news.type === 'sync' || (news.chatId === chatId && (news.topic === 'turn' || news.topic === 'session'))) ask();
    });
    return () => {
      isOver = true;
      stop();
    };
  }, [client, onNews, chatId]);
  return meter;
};
