import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { ActivityFilter } from '#contract/ui/domains/activity.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { Problem } from '../../ui/problem.tsx';

const mime = { json: 'application/json', csv: 'text/csv' } as const;

const saveFile = (parts: BlobPart[], name: string, type: string): void => {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

/** Everything that fits the filter as one file, piece by piece. */
export const ExportMenu = ({ filter }: { filter: ActivityFilter }) => {
  const { client } = useHost();
  const [count, setCount] = useState(0);
  const save = useAction(
    useCallback(
      async (format: 'json' | 'csv') => {
        setCount(0);
        const parts: string[] = [];
        for await (const { text, turns } of await client.activity.export({ filter, format })) {
          parts.push(text);
          setCount(turns);
        }
        saveFile(parts, `pynchy-activity-${new Date().toISOString().slice(0, 10)}.${format}`, mime[format]);
      },
      [client, filter],
    ),
  );
  return (
    <>
      <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconDownload size={16} />} disabled={save.busy}>
            {save.busy ? t('activity.exporting', { n: count }) : t('activity.export')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void save.run('csv')}>{t('activity.exportCsv')}</Menu.Item>
          <Menu.Item onClick={() => void save.run('json')}>{t('activity.exportJson')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {save.error && <Problem what={t('activity.exportFailed')} why={save.error} times={save.times} details={save.details} />}
    </>
  );
};
