import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { t } from '../../locales/translate.ts';
import { useAction } from '../../rpc/use-action.ts';
import { Problem } from '../../ui/problem.tsx';
import { saveFile } from '../../ui/save-file.ts';

const mime = { json: 'application/json', csv: 'text/csv' } as const;

export interface ExportMenuProps {
  /** Pieces of the file, each with how much is written by then. Must be stable. */
  readonly pieces: (format: 'json' | 'csv') => Promise<AsyncIterable<{ readonly text: string; readonly count: number }>>;
  /** What the file is called, before its day. */
  readonly name: string;
  readonly jsonEnding?: 'json' | 'jsonl';
}

/** Everything that fits the filter as one file, piece by piece. */
export const ExportMenu = ({ pieces, name, jsonEnding = 'json' }: ExportMenuProps) => {
  const [count, setCount] = useState(0);
  const save = useAction(
    useCallback(
      async (format: 'json' | 'csv') => {
        setCount(0);
        const parts: string[] = [];
        for await (const { text, count: written } of await pieces(format)) {
          parts.push(text);
          setCount(written);
        }
        saveFile(parts, `${name}-${new Date().toISOString().slice(0, 10)}.${format === 'json' ? jsonEnding : format}`, mime[format]);
      },
      [pieces, name, jsonEnding],
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
