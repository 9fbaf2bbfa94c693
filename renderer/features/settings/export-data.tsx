import { Button, Checkbox } from '@mantine/core';
import { IconArchive } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { ExportView } from '#contract/ui/domains/settings.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useFresh } from '../../rpc/use-fresh.ts';
import { Problem } from '../../ui/problem.tsx';
import { DataPath } from './data-path.tsx';
import { SettingRow } from './setting-row.tsx';
import { sizeText } from './size-text.ts';

const staleBy = ['workspace'] as const;

/** Everything as one archive; folders of one's own, which may be large, only on wish. */
export const ExportData = () => {
  const { client } = useHost();
  const [done, setDone] = useState<ExportView | null>(null);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const { value: own } = useFresh(
    useCallback(() => client.settings.ownFolderSizes(), [client]),
    staleBy,
  );
  const write = useAction(
    useCallback(async () => {
      setDone(null);
      setDone(await client.settings.exportAll({ ownFolders: [...chosen] }));
    }, [client, chosen]),
  );
  return (
    <>
      <SettingRow label={t('settings.export')} why={t('settings.exportWhy')}>
        <Button variant="default" leftSection={<IconArchive size={16} />} loading={write.busy} onClick={() => void write.run()}>
          {t('settings.exportButton')}
        </Button>
      </SettingRow>
      {own && own.length > 0 && (
        <fieldset className="py-settings__own">
          <legend>{t('settings.exportOwn')}</legend>
          {own.map(({ id, name, folder, bytes }) => (
            <Checkbox
              key={id}
              size="sm"
              disabled={bytes === null}
              checked={chosen.includes(id)}
              onChange={(event) => setChosen(event.currentTarget.checked ? [...chosen, id] : chosen.filter((other) => other !== id))}
              label={
                bytes === null
                  ? t('settings.exportOwnGone', { name, folder })
                  : t('settings.exportOwnOf', { name, folder, size: sizeText(bytes) })
              }
            />
          ))}
        </fieldset>
      )}
      <div role="status">
        {write.busy && <p className="py-dim">{t('settings.exporting')}</p>}
        {done && (
          <div className="py-settings__done">
            <p>
              {t('settings.exportDone', { chats: done.chats, messages: done.messages, files: done.files, size: sizeText(done.bytes) })}
              {done.skipped > 0 && ` ${t('settings.exportSkipped', { n: done.skipped })}`}
            </p>
            <DataPath path={done.file} />
          </div>
        )}
      </div>
      {write.error && <Problem what={t('settings.exportFailed')} why={write.error} />}
    </>
  );
};
