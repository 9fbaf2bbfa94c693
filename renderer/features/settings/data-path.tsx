import { Button } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '../../locales/translate.ts';
import { shellCapabilities } from '../../rpc/shell.ts';
import { CopyAction } from '../../ui/copy-action.tsx';
import { Problem } from '../../ui/problem.tsx';

/** A place on the host's disk: copied anywhere, opened where the shell can. */
export const DataPath = ({ path }: { path: string }) => {
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
