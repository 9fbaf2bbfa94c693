import { Button } from '@mantine/core';
import { IconArchive, IconFolderOpen, IconSparkles } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { ExportView } from '#contract/ui/domains/settings.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { shellCapabilities } from '../../rpc/shell.ts';
import { useAction } from '../../rpc/use-action.ts';
import { CopyAction } from '../../ui/copy-action.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SettingRow } from './setting-row.tsx';
import { sizeText } from './size-text.ts';

const Path = ({ path }: { path: string }) => {
  const shell = shellCapabilities();
  const [error, setError] = useState<string | null>(null);
  const open = async (): Promise<void> => {
    const answer = await shell?.openPath(path);
    setError(answer && !answer.ok ? answer.text : null);
  };
  return (
    <>
      <div className="py-path">
        <code className="py-break" translate="no">
          {path}
        </code>
        <CopyAction text={path} label={t('settings.copyPath')} />
        {shell && (
          <Button size="compact-xs" variant="default" leftSection={<IconFolderOpen size={14} />} onClick={() => void open()}>
            {t('settings.openFolder')}
          </Button>
        )}
      </div>
      {error && <Problem what={t('settings.openFailed')} why={error} />}
    </>
  );
};

const Export = () => {
  const { client } = useHost();
  const [done, setDone] = useState<ExportView | null>(null);
  const write = useAction(
    useCallback(async () => {
      setDone(null);
      setDone(await client.settings.exportAll());
    }, [client]),
  );
  return (
    <>
      <SettingRow label={t('settings.export')} why={t('settings.exportWhy')}>
        <Button variant="default" leftSection={<IconArchive size={16} />} loading={write.busy} onClick={() => void write.run()}>
          {t('settings.exportButton')}
        </Button>
      </SettingRow>
      <div role="status">
        {write.busy && <p className="py-dim">{t('settings.exporting')}</p>}
        {done && (
          <div className="py-settings__done">
            <p>
              {t('settings.exportDone', { chats: done.chats, messages: done.messages, files: done.files, size: sizeText(done.bytes) })}
              {done.skipped > 0 && ` ${t('settings.exportSkipped', { n: done.skipped })}`}
            </p>
            <Path path={done.file} />
          </div>
        )}
      </div>
      {write.error && <Problem what={t('settings.exportFailed')} why={write.error} />}
    </>
  );
};

/** Where everything is, and how to take it along. */
export const YourData = ({ onWelcome }: { onWelcome: () => void }) => {
  const { resources } = useHost();
  const folder = useResource(resources.status).value?.host.dataDir;
  return (
    <>
      <section className="py-settings__block">
        <p className="py-setting__label">{t('settings.folder')}</p>
        <p className="py-dim">{t('settings.folderWhy')}</p>
        {folder && <Path path={folder} />}
      </section>
      <Export />
      <section className="py-settings__block">
        <p className="py-setting__label">{t('settings.import')}</p>
        <p className="py-dim">{t('settings.importWhy')}</p>
      </section>
      <SettingRow label={t('settings.firstSteps')} why={t('settings.firstStepsWhy')}>
        <Button variant="default" leftSection={<IconSparkles size={16} />} onClick={onWelcome}>
          {t('settings.firstStepsButton')}
        </Button>
      </SettingRow>
    </>
  );
};
