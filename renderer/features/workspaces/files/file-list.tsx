import { ActionIcon, Button, UnstyledButton } from '@mantine/core';
import { IconDownload, IconFile, IconFolder, IconLink, IconTrash } from '@tabler/icons-react';
import type { FileEntryView } from '#contract/ui/views.ts';
import { t } from '../../../locales/translate.ts';
import { shortWhen } from '../../../ui/time.ts';
import { sizeText } from './file-kind.ts';
import type { Folder, Order } from './use-folder.ts';

export interface FileListProps {
  readonly folder: Folder;
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
  readonly openName: string | null;
  readonly onOpen: (entry: FileEntryView) => void;
  readonly onDownload: (entry: FileEntryView) => void;
  readonly onRemove: (entry: FileEntryView) => void;
  readonly onMore: () => void;
}

const iconOf = (kind: FileEntryView['kind']) =>
  kind === 'dir' ? (
    <IconFolder size={18} aria-hidden />
  ) : kind === 'link' ? (
    <IconLink size={18} aria-hidden />
  ) : (
    <IconFile size={18} aria-hidden />
  );

const SortHead = ({ by, order, onOrder }: { by: Order['sort']; order: Order; onOrder: (order: Order) => void }) => {
  const isMine = order.sort === by;
  const next = { sort: by, descending: isMine ? !order.descending : by !== 'name' };
  return (
    <th scope="col" aria-sort={isMine ? (order.descending ? 'descending' : 'ascending') : 'none'} className={`py-disk__${by}`}>
      <UnstyledButton onClick={() => onOrder(next)}>
        {t(`files.by.${by}`)}
        <span aria-hidden>{isMine ? (order.descending ? ' ↓' : ' ↑') : ''}</span>
      </UnstyledButton>
    </th>
  );
};

/** A folder as a table: names open, columns sort, and the rest comes page by page. */
export const FileList = ({ folder, order, onOrder, openName, onOpen, onDownload, onRemove, onMore }: FileListProps) => {
  const now = Date.now();
  const left = folder.total - folder.entries.length;
  return (
    <>
      <table className="py-disk__table">
        <thead>
          <tr>
            {(['name', 'size', 'modified'] as const).map((by) => (
              <SortHead key={by} by={by} order={order} onOrder={onOrder} />
            ))}
            <th scope="col" className="py-disk__acts">
              <span className="py-hidden">{t('files.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {folder.entries.map((entry) => (
            <tr key={entry.name} className={entry.name === openName ? 'py-disk__open' : undefined}>
              <td className="py-disk__name">
                <UnstyledButton
                  className={`py-disk__entry py-disk__entry--${entry.kind}`}
                  aria-expanded={entry.kind === 'dir' ? undefined : entry.name === openName}
                  onClick={() => onOpen(entry)}
                >
                  {iconOf(entry.kind)}
                  <bdi className="py-break" translate="no">
                    {entry.name}
                  </bdi>
                </UnstyledButton>
              </td>
              <td className="py-disk__size py-dim">{entry.kind === 'file' ? sizeText(entry.bytes) : ''}</td>
              <td className="py-disk__modified py-dim">{shortWhen(entry.modifiedMs, now)}</td>
              <td className="py-disk__acts">
                {entry.kind === 'file' && (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t('files.downloadOf', { name: entry.name })}
                    onClick={() => onDownload(entry)}
                  >
                    <IconDownload size={16} />
                  </ActionIcon>
                )}
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('files.deleteOf', { name: entry.name })}
                  onClick={() => onRemove(entry)}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 && (
        <Button variant="default" size="xs" onClick={onMore}>
          {t('files.more', { n: left })}
        </Button>
      )}
      {folder.truncated && left === 0 && <p className="py-dim">{t('files.truncated', { n: folder.total })}</p>}
    </>
  );
};
