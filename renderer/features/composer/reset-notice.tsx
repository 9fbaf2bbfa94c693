import { Button } from '@mantine/core';
import { useCallback } from 'react';
import type { ChatView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { countdown } from '../../ui/time.ts';
import { useNow } from '../../ui/use-now.ts';

/** Takes a fresh start back while that is possible. */
export const ResetNotice = ({ chat, onUndone }: { chat: ChatView; onUndone: () => void }) => {
  const { client } = useHost();
  const until = chat.undoResetUntil ?? 0;
  const now = useNow(1_000, until > 0);
  const undo = useAction(
    useCallback(async () => {
      await client.sessions.undoReset({ chatId: chat.id });
      onUndone();
    }, [client, chat.id, onUndone]),
  );
  if (until <= now) return null;
  return (
    <div className="py-reset">
      {undo.error && <span role="status">{undo.error}</span>}
      <Button size="compact-sm" radius="xl" variant="default" loading={undo.busy} onClick={() => void undo.run()}>
        {t('reset.undo', { time: countdown(until - now) })}
      </Button>
    </div>
  );
};
