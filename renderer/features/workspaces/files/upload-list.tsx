import { ActionIcon, Button, Progress } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { t } from '../../../locales/translate.ts';
import type { UploadState } from './use-uploads.ts';

export interface UploadListProps {
  readonly uploads: readonly UploadState[];
  readonly onReplace: (id: string) => void;
  readonly onDismiss: (id: string) => void;
}

/** What is on its way, and what did not arrive and why. */
export const UploadList = ({ uploads, onReplace, onDismiss }: UploadListProps) => (
  <ul className="py-disk__uploads" aria-label={t('files.uploads')}>
    {uploads.map(({ id, name, share, error, isThere }) => (
      <li key={id} className="py-ws__undo">
        <span className="py-break">
          <span dir="auto" translate="no">
            {name}
          </span>
          {error ? (
            <span className="py-outcome--bad" role="alert">
              {' '}
              {error}
            </span>
          ) : (
            <Progress size="xs" value={100 * share} aria-label={t('files.uploading', { name })} />
          )}
        </span>
        {isThere && (
          <Button size="compact-sm" variant="default" onClick={() => onReplace(id)}>
            {t('files.replace')}
          </Button>
        )}
        {error && (
          <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t('files.dismiss', { name })} onClick={() => onDismiss(id)}>
            <IconX size={14} />
          </ActionIcon>
        )}
      </li>
    ))}
  </ul>
);
