import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect } from 'react';
import { t } from '../../locales/translate.ts';
import type { ChatActs } from './use-chat-acts.ts';

/** Long enough to notice a slip and to reach the button by keyboard. */
const shownMs = 30_000;

/** What was just done to a chat, with the way back; or why it could not be done. */
export const UndoBar = ({ acts }: { acts: ChatActs }) => {
  const { done, error, forget } = acts;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the time begins with what was done
  useEffect(() => {
    if (done === null) return;
    const timer = setTimeout(forget, shownMs);
    return () => clearTimeout(timer);
  }, [done]);
  return (
    <div role="status" className="py-chats__status">
      {(done !== null || error !== null) && (
        <div className="py-chats__undo" data-bad={error !== null || undefined}>
          <span>{error ?? done?.text}</span>
          {error === null && done !== null && (
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => {
                void done.undo();
                forget();
              }}
            >
              {t('chats.undo')}
            </Button>
          )}
          <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t('notice.seen')} title={t('notice.seen')} onClick={forget}>
            <IconX size={14} />
          </ActionIcon>
        </div>
      )}
    </div>
  );
};
