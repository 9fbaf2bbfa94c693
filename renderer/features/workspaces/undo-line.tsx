import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { t } from '../../locales/translate.ts';

export interface UndoLineProps {
  readonly text: string;
  readonly error: string | null;
  readonly busy: boolean;
  readonly onUndo: () => void;
  readonly onClose: () => void;
}

/** What was deleted just now, and the way back. */
export const UndoLine = ({ text, error, busy, onUndo, onClose }: UndoLineProps) => (
  <div className="py-ws__undo" role="status">
    <span className="py-break">
      {text}
      {error && <span className="py-outcome--bad"> {error}</span>}
    </span>
    <Button size="compact-sm" variant="default" loading={busy} onClick={onUndo}>
      {t('action.undo')}
    </Button>
    <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t('action.close')} onClick={onClose}>
      <IconX size={14} />
    </ActionIcon>
  </div>
);
