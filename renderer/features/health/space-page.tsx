import { Button, Loader } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { type ReactNode, useCallback } from 'react';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useFresh } from '../../rpc/use-fresh.ts';
import { fileSize } from '../../ui/attachment.tsx';
import { NotLoaded } from '../../ui/not-loaded.tsx';
import { ImageSpace } from './image-space.tsx';
import { WorkspaceSpace } from './workspace-space.tsx';
import './health.css';
import './space.css';

// Counting reads every folder: once, and when it is asked for.
const staleBy = [] as const;

/** What takes up the disk, and what of it can go. `tabs` leads to the other parts of the screen. */
export const SpacePage = ({ tabs, onWorkspace }: { tabs: ReactNode; onWorkspace: (id: string, tab: string) => void }) => {
  const { client } = useHost();
  const space = useFresh(
    useCallback(() => client.sandbox.space(), [client]),
    staleBy,
  );
  const found = space.value;
  return (
    <div className="py-scroll">
      <div className="py-page py-health">
        <header className="py-health__head">
          <div>
            <h1>{t('space.title')}</h1>
            <p className="py-dim">{t('space.intro')}</p>
          </div>
          <Button variant="default" leftSection={<IconRefresh size={16} />} disabled={found === null} onClick={space.refresh}>
            {t('space.again')}
          </Button>
        </header>
        {tabs}
        {space.error && <NotLoaded what={t('space.failed')} why={space.error} onAgain={space.refresh} />}
        {found === null && !space.error && (
          <p className="py-health__loading" role="status">
            <Loader size="xs" color="gray" aria-hidden /> {t('space.loading')}
          </p>
        )}
        {found && (
          <>
            <p className="py-health__summary" role="status">
              {found.freeBytes === null ? t('space.freeUnknown') : t('space.free', { size: fileSize(found.freeBytes) })}
            </p>
            <WorkspaceSpace workspaces={found.workspaces} onOpen={onWorkspace} onChanged={space.refresh} />
          </>
        )}
        <ImageSpace />
        {found && (
          <section aria-labelledby="space-data">
            <h2 id="space-data">{t('space.data')}</h2>
            <ul className="py-card py-space">
              {found.data.map(({ what, bytes }) => (
                <li key={what}>
                  <span>{t(`space.data.${what}`)}</span>
                  <span className="py-space__size">{fileSize(bytes)}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </div>
  );
};
