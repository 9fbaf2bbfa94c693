import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useCallback } from 'react';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { useAction } from '../../../rpc/use-action.ts';
import { shortWhen, timeOfDay } from '../../../ui/time.ts';
import { useNow } from '../../../ui/use-now.ts';

export interface UndoChangeProps {
  readonly stepId: string;
  readonly change: { readonly undoUntil: number; readonly undoneAt: number | null };
}

/** Puts a file back as it was before this step; for an hour, and as long as nobody else changed it. */
export const UndoChange = ({ stepId, change: { undoUntil, undoneAt } }: UndoChangeProps) => {
  const { client } = useHost();
  const now = useNow(30_000);
  const undo = useAction(useCallback(() => client.turns.undoChange({ stepId }), [client, stepId]));
  if (undoneAt !== null) return <span className="py-dim">{t('diff.undone', { when: shortWhen(undoneAt, now) })}</span>;
  if (now > undoUntil) return null;
  return (
    <span className="py-diff__undo">
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconArrowBackUp size={13} aria-hidden />}
        loading={undo.busy}
        title={t('diff.undoWhy', { time: timeOfDay(undoUntil) })}
        onClick={() => void undo.run()}
      >
        {t('diff.undo')}
      </Button>
      {undo.error && <span role="alert">{undo.error}</span>}
    </span>
  );
};
