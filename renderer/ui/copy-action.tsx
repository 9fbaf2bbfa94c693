import { ActionIcon } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { t } from '../locales/translate.ts';

/** A small button that puts `text` on the clipboard and says so for a moment. */
export const CopyAction = ({ text, label }: { text: string; label: string }) => {
  const clipboard = useClipboard({ timeout: 1_500 });
  const name = clipboard.copied ? t('copy.done') : label;
  return (
    <ActionIcon variant="subtle" color="gray" size="sm" aria-label={name} title={name} onClick={() => clipboard.copy(text)}>
      {clipboard.copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
    </ActionIcon>
  );
};
