import { Button } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { DataPath } from './data-path.tsx';
import { ExportData } from './export-data.tsx';
import { ImportData } from './import-data.tsx';
import { SettingRow } from './setting-row.tsx';

/** Where everything is, and how to take it along. */
export const YourData = ({ onWelcome }: { onWelcome: () => void }) => {
  const { resources } = useHost();
  const folder = useResource(resources.status).value?.host.dataDir;
  return (
    <>
      <section className="py-settings__block">
        <p className="py-setting__label">{t('settings.folder')}</p>
        <p className="py-dim">{t('settings.folderWhy')}</p>
        {folder && <DataPath path={folder} />}
      </section>
      <ExportData />
      <ImportData />
      <SettingRow label={t('settings.firstSteps')} why={t('settings.firstStepsWhy')}>
        <Button variant="default" leftSection={<IconSparkles size={16} />} onClick={onWelcome}>
          {t('settings.firstStepsButton')}
        </Button>
      </SettingRow>
    </>
  );
};
